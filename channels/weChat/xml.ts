import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';

/** The fields of a push, as text: ids have more digits than a number holds. */
export type XmlFields = Readonly<Record<string, string>>;

const largestCharacters = 64 * 1024;

/** Text stays text: of `00123` the zeros, of an id its last digits would be lost. */
const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true, trimValues: false });
const builder = new XMLBuilder({ cdataPropName: 'cdata' });

/**
 * Reads `<xml>` with its fields; a field that holds others, or comes twice, is left out. Undefined for
 * whatever else it is. A document type is refused unread: it is how an XML names files and bombs.
 */
export function readXml(text: string): XmlFields | undefined {
  if (text.length > largestCharacters || /<!(?:DOCTYPE|ENTITY)/i.test(text)) return undefined;
  try {
    if (XMLValidator.validate(text) !== true) return undefined;
    const { xml, ...others } = parser.parse(text) as Record<string, unknown>;
    const isRoot = typeof xml === 'object' && xml !== null && !Array.isArray(xml);
    if (!isRoot || Object.keys(others).some((name) => name !== '?xml')) return undefined;
    return Object.fromEntries(
      Object.entries(xml).flatMap(([name, value]) =>
        typeof value === 'string' && name !== '#text' ? [[name, value]] : [],
      ),
    );
  } catch {
    return undefined;
  }
}

/** Writes `<xml>`: numbers as they are, texts as character data, without what no XML may hold. */
export function writeXml(fields: Readonly<Record<string, string | number>>): string {
  const written = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'number' ? value : { cdata: speakable(value) },
  ]);
  return builder.build({ xml: Object.fromEntries(written) });
}

/** Without characters that XML 1.0 does not have: one of them, and the customer sees nothing at all. */
function speakable(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '');
}
