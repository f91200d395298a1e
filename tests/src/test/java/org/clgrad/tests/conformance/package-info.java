/**
 * A runner for published operator cases: JSON files of the dlprimitives project's form, made with PyTorch.
 *
 * <p>{@link org.clgrad.tests.conformance.CaseFile} reads them, {@link org.clgrad.tests.conformance.Operators} says each
 * operator in tensor operations, and {@link org.clgrad.tests.conformance.CaseRun} runs a case forward and backward.
 */
@NullMarked
package org.clgrad.tests.conformance;

import org.jspecify.annotations.NullMarked;
