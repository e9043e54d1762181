export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One SVG (or HTML) element as text. Children are markup already; {@link escapeText} what comes from outside. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => (value === undefined ? "" : ` ${key}="${attributeText(value)}"`));
  return children.length === 0 ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${children.join("")}</${name}>`;
}

/** A line of text at a point. */
export const textAt = (x: number, y: number, content: string, attributes: Attributes = {}): string =>
  element("text", { x, y, ...attributes }, escapeText(content));

export const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** How wide a text will be, roughly: fonts are not known where a picture is made. */
export const textWidth = (text: string, fontSize: number): number => text.length * fontSize * 0.56;

const attributeText = (value: string | number): string => escapeText(typeof value === "number" ? String(Number(value.toFixed(2))) : value);
