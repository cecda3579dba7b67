import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.ts';
import { MAX_COMPUTERS } from './imported.ts';

const names = (text: string, choice = {}): string[] => readCsv(text, choice).imported.computers.map(({ name }) => name);

describe('a table of computers', () => {
  it('by the words over its columns, whatever they are called', () => {
    const { look, imported } = readCsv('Computer Name;IP-Address;Customer;Labels;SSH Port;Login\nweb-1;10.0.0.11;Acme;web|prod;2222;deploy\n', {});
    expect(look).toMatchObject({ delimiter: ';', header: true });
    expect(look.columns.map(({ field }) => field)).toEqual(['name', 'host', 'tenant', 'tags', 'port', 'user']);
    expect(imported.computers).toEqual([
      {
        line: 2,
        name: 'web-1',
        tenant: 'Acme',
        tags: ['web', 'prod'],
        groups: [],
        connection: { host: '10.0.0.11', port: 2222, user: 'deploy' },
        refused: null,
      },
    ]);
  });

  it('with every delimiter and either quote', () => {
    for (const delimiter of [',', ';', '\t', '|'])
      expect(names(`name${delimiter}host\na${delimiter}1.1.1.1\nb${delimiter}2.2.2.2\n`)).toEqual(['a', 'b']);
    expect(names(`'name','host'\n'a, the first','1.1.1.1'\n`)).toEqual(['a, the first']);
    expect(names('sep=;\r\nname;host\r\na;1.1.1.1\r\n')).toEqual(['a']);
  });

  it('without headings: addresses are told from names', () => {
    const { look, imported } = readCsv('web-1,10.0.0.1\nweb-2,10.0.0.2\n', {});
    expect(look).toMatchObject({ header: false, columns: [{ field: 'name' }, { field: 'host' }] });
    expect(imported.computers.map(({ line, connection }) => [line, connection.host])).toEqual([
      [1, '10.0.0.1'],
      [2, '10.0.0.2'],
    ]);
  });

  it('as the technician says, where the guess is wrong', () => {
    const choice = { delimiter: ',', header: true, columns: [null, 'name' as const] };
    expect(names('nr,what\n1,alpha\n2,beta\n', choice)).toEqual(['alpha', 'beta']);
  });

  it('lines are counted through quoted line breaks and empty lines', () => {
    const { imported } = readCsv('name,tags\n"a","one\ntwo"\n\nb,\n', {});
    expect(imported.computers.map(({ name, line }) => [name, line])).toEqual([
      ['a', 2],
      ['b', 5],
    ]);
  });

  it('no secret is taken or shown, whether its column is named or not', () => {
    const named = readCsv('name,Passwort,SSH Password,api_key\nweb-1,hunter2,S3cret!x,k3y\n', {});
    expect(JSON.stringify(named)).not.toMatch(/hunter2|S3cret|k3y/);
    expect(named.imported.notes).toHaveLength(3);
    expect(named.look.columns.map(({ secret }) => secret)).toEqual([false, true, true, true]);
    // A column cannot be talked into being taken either.
    expect(JSON.stringify(readCsv('name,password\nweb-1,hunter2\n', { columns: ['name', 'user'] }))).not.toContain('hunter2');
    expect(JSON.stringify(readCsv('web-1,10.0.0.1,Tr0ub4dor&3\n', {}).look)).not.toContain('Tr0ub4dor');
  });

  it('formulae are refused, and the way to write a text as one is undone', () => {
    const { imported } = readCsv('name,host\n=HYPERLINK("http://x"),1.1.1.1\n@SUM(A1),1.1.1.1\n"=""007""",1.1.1.1\n-2+3,1.1.1.1\n', {});
    expect(imported.computers.map(({ name, refused }) => [name, refused !== null])).toEqual([
      [expect.stringContaining('=HYPERLINK'), true],
      ['@SUM(A1)', true],
      ['007', false],
      ['-2+3', false],
    ]);
  });

  it('quotes that do not close, and rows that are too many, are said', () => {
    expect(readCsv('name,host\n"a,1.1.1.1\nb,2\n', {}).imported.computers[0]?.refused).toBe('its quotes do not close');
    const many = readCsv(`name\n${Array.from({ length: MAX_COMPUTERS + 500 }, (_, at) => `c${at}`).join('\n')}`, {});
    expect(many.imported.computers).toHaveLength(MAX_COMPUTERS);
    expect(many.imported.notes[0]?.message).toContain('Only the first');
  });

  it('every value that was written is read back', () => {
    const cell = fc.string({ minLength: 1 }).map((text) => `x${text}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), fc.constantFrom(',', ';', '\t', '|'), (rows, delimiter) => {
        const text = Papa.unparse([['name', 'user'], ...rows], { delimiter });
        const { imported } = readCsv(text, { delimiter, header: true });
        expect(imported.computers.map(({ name, connection }) => [name, connection.user])).toEqual(rows.map((row) => row.map((one) => one.trim())));
      }),
    );
  });

  it('whatever stands in it, it is read to its end', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void readCsv(text, {})));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('"', ',', '\n', ';', "'", 'a', '=', '\t', '\0'), { maxLength: 80 }),
        (parts) => void readCsv(parts.join(''), {}),
      ),
    );
  });
});
