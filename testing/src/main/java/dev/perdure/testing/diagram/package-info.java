/**
 * State diagrams of machine types, drawn from their sources: {@link
 * dev.perdure.testing.diagram.MachineSources} finds the machines and reads what their handlers do,
 * {@link dev.perdure.testing.diagram.StateDiagram} is what it found, and {@link
 * dev.perdure.testing.diagram.MermaidWriter} and {@link dev.perdure.testing.diagram.SvgWriter} draw
 * it.
 *
 * <pre>{@code
 * StateDiagram order = StateDiagram.of(Path.of("src/main/java"), "shop.OrderMachine");
 * String mermaid = new MermaidWriter().write(order);
 * }</pre>
 */
@NullMarked
package dev.perdure.testing.diagram;

import org.jspecify.annotations.NullMarked;
