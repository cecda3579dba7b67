/** Computers out of a table: CSV with any delimiter, quotes of either kind, with headings or without. Pure. */
import Papa from 'papaparse';
import type { CsvChoice, CsvField, CsvLook } from '../../shared/api/imports.ts';
import { guessColumns, isHeading } from './csv-columns.ts';
import { isSecretName, looksSecret, MAX_COMPUTERS, portOf, tidyNotes, type Imported, type ImportedComputer, type ImportNote } from './imported.ts';

interface Row {
  line: number;
  cells: string[];
  /** What is wrong with its quotes; null for nothing. */
  broken: string | null;
}

/** So many values of a column are shown. */
const SAMPLES = 3;
const LONGEST_SAMPLE = 60;
/** How much of a text its delimiter is told from, UTF-16 units. */
const LOOK = 20_000;
const MAX_COLUMNS = 200;
const DELIMITERS = [',', ';', '\t', '|'];

/** @param choice what the technician decided; the rest is found out */
export function readCsv(text: string, choice: CsvChoice): { look: CsvLook; imported: Imported } {
  // Excel's own hint, in a line before the table.
  const hint = /^sep=(.)\r?\n/i.exec(text);
  const delimiter = choice.delimiter ?? hint?.[1] ?? null;
  const { rows, used, more } = rowsOf(hint ? text.slice(hint[0].length) : text, delimiter, hint ? 2 : 1);
  const notes: ImportNote[] = more ? [{ line: null, message: `Only the first ${MAX_COMPUTERS} rows are taken; cut the file up for the rest` }] : [];
  const [first] = rows;
  const header = choice.header ?? (first !== undefined && isHeading(first.cells));
  const headings = header && first ? first.cells : null;
  const body = header ? rows.slice(1) : rows;
  const width = Math.min(MAX_COLUMNS, Math.max(0, ...rows.slice(0, 200).map(({ cells }) => cells.length)));
  const guessed = guessColumns(headings, padded(body[0]?.cells ?? [], width));
  const columns = Array.from({ length: width }, (_, at) => {
    const name = headings?.[at]?.trim() || null;
    const secret = name !== null && isSecretName(name);
    const chosen = choice.columns?.[at];
    const field = secret ? null : chosen === undefined ? (guessed[at] ?? null) : chosen;
    if (secret)
      notes.push({ line: first?.line ?? null, message: `The column '${name}' stays behind: secrets belong in the vault, not in the set-up` });
    return { name, secret, field, samples: secret ? [] : samplesOf(body, at, field !== null) };
  });
  const computers = body.map((row) =>
    computerOf(
      row,
      columns.map(({ field }) => field),
    ),
  );
  return { look: { delimiter: used, header, columns }, imported: { computers, notes: tidyNotes(notes) } };
}

function rowsOf(text: string, delimiter: string | null, firstLine: number): { rows: Row[]; used: string; more: boolean } {
  const rows: Row[] = [];
  const quote = quoteOf(text);
  const used = delimiter ?? delimiterOf(text, quote);
  let line = firstLine;
  let from = 0;
  let more = false;
  Papa.parse<string[]>(text, {
    delimiter: used,
    quoteChar: quote,
    step: ({ data, errors, meta }, parser) => {
      const at = line;
      for (; from < meta.cursor; from += 1) if (text[from] === '\n' || (text[from] === '\r' && text[from + 1] !== '\n')) line += 1;
      if (data.every((cell) => cell.trim() === '')) return;
      if (rows.length > MAX_COMPUTERS) {
        more = true;
        parser.abort();
        return;
      }
      const quotes = errors.find(({ type }) => type === 'Quotes');
      rows.push({ line: at, cells: data, broken: quotes ? 'its quotes do not close' : null });
    },
  });
  return { rows, used, more };
}

/** The one that stands in most lines equally often, outside of quotes. */
function delimiterOf(text: string, quote: string): string {
  const lines = text
    .slice(0, LOOK)
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 30)
    .map((line) => line.replaceAll(new RegExp(`${quote}[^${quote}]*${quote}`, 'g'), ''));
  const scored = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const first = counts[0] ?? 0;
    return { delimiter, first, alike: first === 0 ? 0 : counts.filter((one) => one === first).length };
  });
  const [best] = scored.sort((a, b) => b.alike - a.alike || b.first - a.first);
  return best && best.alike > 0 ? best.delimiter : ',';
}

/** `'` only where the first cells are surely written so. */
function quoteOf(text: string): string {
  return /^\s*'[^'"\n]*'\s*[,;\t|]/.test(text) && !text.slice(0, 4000).includes('"') ? "'" : '"';
}

const padded = (cells: readonly string[], width: number): string[] => Array.from({ length: width }, (_, at) => cells[at] ?? '');

/** What a column that nobody named holds may be a password: what looks like one is not shown. */
function samplesOf(rows: readonly Row[], at: number, named: boolean): string[] {
  const found: string[] = [];
  for (const { cells } of rows.slice(0, 50)) {
    const cell = cells[at]?.trim() ?? '';
    if (cell === '' || found.length >= SAMPLES) continue;
    found.push(!named && looksSecret(cell) ? '\u2022\u2022\u2022' : cell.slice(0, LONGEST_SAMPLE));
  }
  return found;
}

/** A cell that a spreadsheet would compute. `="007"` is only its way to write a text. */
const FORMULA = /^[=@+](?!\d+$)|^-[^\d]/;
const cellText = (cell: string): string => {
  const text = cell.trim();
  return /^="[^"]*"$/.test(text) ? text.slice(2, -1).trim() : text;
};

function computerOf(row: Row, fields: readonly (CsvField | null)[]): ImportedComputer {
  const value = (field: CsvField): string | undefined => {
    const at = fields.indexOf(field);
    const text = at < 0 ? '' : cellText(row.cells[at] ?? '');
    return text === '' ? undefined : text;
  };
  const list = (field: CsvField): string[] => (value(field) ?? '').split(/[,;|]/).flatMap((part) => part.trim() || []);
  const name = value('name') ?? value('host');
  const host = value('host');
  const tenant = value('tenant');
  const kind = value('kind')?.toLowerCase();
  const port = value('port');
  const formula = fields.find((field) => field !== null && FORMULA.test(value(field) ?? ''));
  const connection = {
    kind,
    // The name is looked up where no address is given.
    host: host === name ? undefined : host,
    port: port === undefined ? undefined : portOf(port),
    user: value('user'),
    credential: value('credential'),
    jump: value('jump'),
  };
  return {
    line: row.line,
    name: name ?? '',
    ...(tenant === undefined ? {} : { tenant }),
    tags: list('tags'),
    groups: list('groups'),
    connection: Object.fromEntries(Object.entries(connection).filter(([, part]) => part !== undefined)),
    refused: row.broken ?? (name === undefined ? 'it has no name' : formula === undefined ? null : `its ${formula} is a formula`),
  };
}
