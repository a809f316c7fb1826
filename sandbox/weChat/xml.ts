import { XMLParser } from 'fast-xml-parser';

/** The members of a message: texts, figures, or members of their own. */
export type Fields = { readonly [name: string]: string | number | bigint | Fields };

/** A bare number for numbers, CDATA for texts, as the platform writes them. */
function element([name, value]: [string, Fields[string]]): string {
  if (typeof value === 'number' || typeof value === 'bigint') return `<${name}>${value}</${name}>`;
  if (typeof value === 'string')
    return `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
  return `<${name}>${Object.entries(value).map(element).join('')}</${name}>`;
}

/** Writes a message in the platform's form. */
export function writeXml(fields: Fields): string {
  return `<xml>${Object.entries(fields).map(element).join('')}</xml>`;
}

// Figures stay texts: `00123` is not 123, and a message id has more digits than a number can hold.
const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true, trimValues: false });

/** The members of an answer; undefined when it is no XML message. */
export function readXml(text: string): Fields | undefined {
  try {
    const { xml } = parser.parse(text, true) as { xml?: Fields | string };
    return typeof xml === 'object' ? xml : undefined;
  } catch {
    return undefined;
  }
}

/** A member's text, at the end of a path; empty when there is none. */
export function textAt(fields: Fields, ...path: readonly string[]): string {
  let value: unknown = fields;
  for (const name of path)
    value = typeof value === 'object' && value !== null ? (value as Fields)[name] : undefined;
  return value === undefined || typeof value === 'object' ? '' : String(value);
}
