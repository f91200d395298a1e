package org.clgrad.nn.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Updates;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Parameter;

/**
 * An optimizer whose formula is one routine for all parameters, eight of them in a launch: it keeps the states that the
 * formula asks for. There is one step number for all parameters; one that had no gradient in some steps is treated as if it
 * had.
 */
abstract class FusedOptimizer extends Optimizer {
    private final Updates.Rule rule;
    private final List<List<Tensor>> states = new ArrayList<>();
    private final List<Tensor> numbers = new ArrayList<>();

    FusedOptimizer(List<Parameter> parameters, double learningRate, Updates.Rule rule) {
        super(parameters, learningRate);
        this.rule = rule;
        parameters.forEach(parameter -> states.add(new ArrayList<>()));
        for (Map.Entry<String, Double> state : rule.states().entrySet()) {
            List<Tensor> each = stateOfEach(state.getKey(), state.getValue());
            for (int i = 0; i < each.size(); i++) {
                states.get(i).add(each.get(i));
            }
        }
        rule.numbers()
                .forEach((name, value) ->
                        numbers.add(state(name, name.equals("step") ? DType.I64 : widest(), Shape.scalar(), value)));
    }

    @Override
    protected final void update(List<Change> changes, Tensor rate) {
        rule.begin(numbers);
        rule.step(
                changes.stream().map(Change::parameter).toList(),
                changes.stream().map(Change::gradient).toList(),
                changes.stream().map(change -> states.get(change.index())).toList(),
                rate,
                numbers);
    }
}
