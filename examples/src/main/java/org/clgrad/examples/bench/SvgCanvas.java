package org.clgrad.examples.bench;

import java.util.Locale;

/** A picture as SVG, which is text and needs neither fonts nor a graphics system here. */
final class SvgCanvas implements Canvas {
    private final StringBuilder svg = new StringBuilder();

    SvgCanvas(int width, int height) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">",
                width, height);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, int colour, double width, boolean dashed) {
        add(
                "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#%06x\" stroke-width=\"%.1f\"%s/>",
                x1, y1, x2, y2, colour, width, dashed ? " stroke-dasharray=\"2 4\"" : "");
    }

    @Override
    public void dot(double x, double y, double radius, int colour) {
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#%06x\"/>", x, y, radius, colour);
    }

    @Override
    public void text(double x, double y, Anchor anchor, int colour, int size, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" fill=\"#%06x\">%s</text>",
                x, y, anchor.name().toLowerCase(Locale.ROOT), size, colour, escaped);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** The picture. */
    String text() {
        return svg + "</svg>\n";
    }
}
