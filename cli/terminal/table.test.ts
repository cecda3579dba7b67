import { describe, expect, it } from 'vitest';
import { createStyle } from './style.ts';
import { fieldLines, tableLines } from './table.ts';
import { textWidth } from './width.ts';

const plain = createStyle({ colour: false, unicode: true });
const columns = [
  { title: 'Name', cut: 'middle' as const },
  { title: 'N', align: 'right' as const },
  { title: 'Note', cut: 'end' as const },
];

describe('tableLines', () => {
  it('aligns by what terminals show', () => {
    expect(
      tableLines(
        columns,
        [
          ['web-1', '7', 'ok'],
          ['日本', '12', ''],
        ],
        plain,
        Infinity,
      ),
    ).toEqual(['Name    N  Note', 'web-1   7  ok', '日本   12']);
  });
  it('leaves out columns without content, and is empty without rows', () => {
    expect(tableLines(columns, [['a', '1', '']], plain, Infinity)).toEqual(['Name  N', 'a     1']);
    expect(tableLines(columns, [], plain, Infinity)).toEqual([]);
  });
  it('fits the terminal by cutting what may be cut', () => {
    const lines = tableLines(columns, [['a-very-long-computer-name.example.org', '123456', 'A sentence that is much too long for it.']], plain, 40);
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(40);
    expect(lines[1]).toContain('123456');
    expect(lines[1]).toContain('…');
  });
  it('leaves columns out before others say nothing any more', () => {
    const wide = [{ title: 'Id' }, { title: 'Name', cut: 'end' as const, least: 20 }, { title: 'More', cut: 'end' as const, least: 10, drop: 1 }];
    const row = ['an-identifier', 'A name of some length', 'something that goes on and on'];
    expect(tableLines(wide, [row], plain, 50)[1]).toBe('an-identifier  A name of some leng…  something th…');
    expect(tableLines(wide, [row], plain, 40)).toEqual(['Id             Name', 'an-identifier  A name of some length']);
  });
  it('a name that is wider than the terminal does not pad the others to it', () => {
    const lines = tableLines(
      [{ title: 'Name' }, { title: 'State' }],
      [
        ['x'.repeat(60), 'ok'],
        ['a', 'ok'],
      ],
      plain,
      40,
    );
    expect(lines[2]?.length).toBeLessThanOrEqual(40);
    expect(lines[1]).toBe(`${'x'.repeat(60)}  ok`);
    const note = { title: 'Note', cut: 'end' as const };
    expect(
      tableLines(
        [{ title: 'Name' }, note],
        [
          ['x'.repeat(60), ''],
          ['a', 'a sentence that fits'],
        ],
        plain,
        40,
      )[2],
    ).toBe('a     a sentence that fits');
  });
  it('gives up cutting rather than showing nothing', () => {
    const lines = tableLines(columns, [['a-very-long-computer-name', '1', 'A sentence that is long.']], plain, 5);
    expect(lines[1]).toMatch(/^a-ve…ame  1  A sent/);
  });
  it('leaves the least important out before names are touched, and lends the room of empty cells', () => {
    const named = [
      { title: 'Name' },
      { title: 'Took', drop: 2 },
      { title: 'Results', cut: 'end' as const },
      { title: 'Reason', cut: 'end' as const, drop: 1 },
    ];
    const rows = [
      ['a-very-long-computer-name', '1.5 s', 'one two three four', ''],
      ['b', '2 s', '1 Error', 'because of something'],
    ];
    expect(tableLines(named, rows, plain, 61)[1]).toBe('a-very-long-computer-name  1.5 s  one two three four');
    expect(tableLines(named, rows, plain, 36)).toEqual([
      'Name                       Results',
      'a-very-long-computer-name  one two …',
      'b                          1 Error',
    ]);
    expect(tableLines(named, rows, plain, 10)[1]).toContain('a-very-long-computer-name');
  });
  it('makes hostile cells harmless and paints after measuring', () => {
    const style = createStyle({ colour: true, unicode: true });
    const [, line] = tableLines([{ title: 'A' }, { title: 'B' }], [[{ text: 'x\u001b[2J', tone: 'red' }, 'y']], style, Infinity);
    expect(line).toBe('\u001b[31mx\\x1b[2J\u001b[39m  y');
  });
});

it('fieldLines aligns keys and drops empty ones', () => {
  expect(
    fieldLines(
      [
        ['Status', 'Passed'],
        ['Reason', null],
        ['Id', 's1'],
        ['Empty', ''],
      ],
      plain,
    ),
  ).toEqual(['Status  Passed', 'Id      s1']);
});
