package dev.perdure.testing.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class SvgWriterTest {
  @Test
  void thePictureIsXmlAndSaysAllThereIsToSay() throws Exception {
    Document picture = parsed(new SvgWriter().write(Pictures.order()));
    assertThat(texts(picture, "text"))
        .contains("Open", "stay on Add", "reject Paid", "Pending", "Overdue")
        .contains("CheckOut", "Hurry / raise CheckOut", "Paid [Done]", "any other")
        .contains("move on Resume (any of 4)");
    assertThat(count(picture, "rect", "state")).isEqualTo(4);
    assertThat(count(picture, "rect", "frame")).isEqualTo(2);
    assertThat(count(picture, "path", "link")).isEqualTo(5);
    assertThat(count(picture, "path", "link unsure")).isEqualTo(2);
    assertThat(picture.getElementsByTagName("circle").getLength())
        .as("the dot at the beginning, the dot in a circle at the end")
        .isEqualTo(3);
  }

  @Test
  void theSameDiagramIsAlwaysTheSamePicture() {
    assertThat(new SvgWriter().write(Pictures.order()))
        .isEqualTo(new SvgWriter().write(Pictures.order()));
  }

  @Test
  void whatWasNeverSteppedIsRed() throws Exception {
    Counts coverage = new Counts(Pictures.REACHED);
    Document picture = parsed(new SvgWriter().write(Pictures.order(), coverage));
    assertThat(count(picture, "rect", "state seen")).isEqualTo(3);
    assertThat(count(picture, "rect", "state unseen")).isEqualTo(1);
    assertThat(count(picture, "path", "link seen")).as("Paid, to Closed").isEqualTo(1);
    assertThat(count(picture, "path", "link unseen")).isEqualTo(3);
    assertThat(count(picture, "path", "link unsure unseen")).isEqualTo(2);
    assertThat(words(picture, "covered")).contains("Add", "×3", "Paid", "×1");
    assertThat(words(picture, "missed")).contains("CheckOut", "×0").doesNotContain("×3");
  }

  @Test
  void signsOfXmlInGuardsAreText() throws Exception {
    StateDiagram diagram =
        Pictures.of(
            List.of("A", "B"),
            new Transition(
                "A", "E", Verdict.NEXT, List.of("B"), List.of("x < 1 && y > 2"), List.of(), true));
    assertThat(texts(parsed(new SvgWriter().write(diagram)), "text"))
        .contains("E [x < 1 && y > 2]");
  }

  @Test
  void longTextsGoToTheNextLine() {
    SvgText text = new SvgText(100);
    text.add(
        List.of(
            new SvgText.Word("reject", "word"),
            new SvgText.Word("Withdrawn,", ""),
            new SvgText.Word("Deposited", "")));
    assertThat(text.lines()).hasSize(3);
    assertThat(text.width()).isLessThanOrEqualTo(100);
    assertThat(text.height()).isEqualTo(3 * SvgText.LINE);
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> all(Document picture, String tag) {
    NodeList nodes = picture.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) elements.add((Element) nodes.item(i));
    return elements;
  }

  private static List<String> texts(Document picture, String tag) {
    return all(picture, tag).stream().map(Element::getTextContent).toList();
  }

  private static List<String> words(Document picture, String style) {
    return all(picture, "tspan").stream()
        .filter(element -> element.getAttribute("class").equals(style))
        .map(Element::getTextContent)
        .toList();
  }

  private static long count(Document picture, String tag, String style) {
    return all(picture, tag).stream()
        .filter(element -> element.getAttribute("class").equals(style))
        .count();
  }
}
