import { describe, expect, it } from 'vitest';
import { parseYaml } from './yaml-file.ts';

/** What somebody sees who made this mistake: the line, in his words, and what to do. */
const problemsOf = (text: string): string[] => {
  const parsed = parseYaml(text, '/x.yaml', 'x.yaml');
  return 'problems' in parsed ? parsed.problems.map(({ place, message }) => `${place.replace('x.yaml:', '')} ${message}`) : [];
};

describe('mistakes in YAML', () => {
  it.each<[string, string, string[]]>([
    [
      'key after value on one line',
      'tenants:\n  - name: Acme connection: {kind: ssh}\n',
      [
        "2:11 there is a second ': ' in this line; put the whole value in quotes if it belongs to it ('Acme connection: {kind: ssh}'), or begin the second key on a line of its own",
      ],
    ],
    ['tab as indentation', 'tenants:\n\t- name: Acme\n', ['2:1 a tab stands where the line is indented; indent with blanks']],
    ['tab later', 'computers:\n  - name: a\n\ttenant: Acme\n', ['3:1 a tab stands where the line is indented; indent with blanks']],
    ['tab in map', 'limits:\n\taction: 1h\n', ['2:1 a tab stands where the line is indented; indent with blanks']],
    [
      'less indented key in list entry',
      'computers:\n  - name: a\n   tenant: Acme\n',
      [
        "3:1 this line belongs neither to the entry above it nor begins a new one; begin it in the same column as the other keys of its entry, or with '- '",
      ],
    ],
    [
      'more indented key',
      'computers:\n  - name: a\n      tenant: Acme\n',
      [
        '3:7 this line is indented further than the key above it, which has its value already; begin it in the same column as the other keys of its entry',
      ],
    ],
    [
      'list items not aligned',
      'computers:\n  - name: a\n   - name: b\n',
      ["3:4 this '-' begins in another column than the '-' above it; begin every '- ' of one list in the same column"],
    ],
    [
      'list items not aligned less',
      'computers:\n   - name: a\n  - name: b\n',
      ["3:1 the '-' of this line begins in another column than the '-' above it; begin every '- ' of one list in the same column"],
    ],
    [
      'unclosed double quote',
      'tenants:\n  - name: "Acme\n  - name: Globex\n',
      ['2:11 this " is never closed; put one at the end of the value (a " inside is written \\")'],
    ],
    [
      'unclosed single quote',
      "tenants:\n  - name: 'Acme\n  - name: Globex\n",
      ["2:11 this ' is never closed; put one at the end of the value (an apostrophe inside is written twice: '')"],
    ],
    [
      'apostrophe in single quotes',
      "deployments:\n  - name: 'it's time'\n",
      ["2:15 's time'' stands after the closing quote; put the whole value inside the quotes (an apostrophe inside '...' is written twice (''))"],
    ],
    [
      'unclosed brace',
      'tenants:\n  - {name: Acme, connection: {kind: ssh}\n  - {name: Globex}\n',
      ["2:5 this '{' is not closed; put its '}' where it ends, and indent each line of it further than the key it belongs to"],
    ],
    [
      'unclosed brace at end',
      'tenants: [{name: Acme}\n',
      ["1:10 this '[' is not closed; put its ']' where it ends, and indent each line of it further than the key it belongs to"],
    ],
    ['extra closing brace', 'tenants:\n  - {name: Acme}}\n', ["2:17 this '}' closes nothing; remove it, or put what it closes before it"]],
    ['extra closing bracket', 'tenants: [{name: Acme}]]\n', ["1:24 this ']' closes nothing; remove it, or put what it closes before it"]],
    [
      'duplicate key',
      'tenants:\n  - name: Acme\n    name: Globex\n',
      ["3:5 the key 'name' stands here twice; allowed: each key once (a new entry of a list begins with '- ')"],
    ],
    ['duplicate top key', 'tenants: [{name: a}]\ntenants: [{name: b}]\n', ["2:1 the key 'tenants' stands here twice; allowed: each key once"]],
    [
      'missing space after colon, then right',
      'computers:\n  - name:a\n    tenant: Acme\n',
      ['2:5 a blank is missing after the colon; write KEY: VALUE'],
    ],
    ['missing space after dash 2', 'items:\n  - ./a\n  -./b\n', ["3:1 a blank is missing after the '-'; write '- ' before each entry of a list"]],
    ['@ at start', 'groups:\n  - name: @web\n', ["2:11 a value may not begin with '@'; put it in quotes: '@web'"]],
    ['backtick at start', 'deployments:\n  - name: `x`\n', ["2:11 a value may not begin with '`'; put it in quotes: '`x`'"]],
    ['% at start', 'deployments:\n  - name: %x\n', ["2:11 a value may not begin with '%'; put it in quotes: '%x'"]],
    [
      '* at start',
      'computers:\n  - name: *web\n',
      ["2:11 a value that begins with '*' is a reference in YAML, and there is no &web; put it in quotes: '*web'"],
    ],
    ['& at start', 'computers:\n  - name: &web\n    tenant: a\n', ["2:15 a value that begins with '&' is an anchor in YAML; put it in quotes"]],
    ['! at start', 'computers:\n  - name: !web\n', ["2:11 a value that begins with '!' is a tag in YAML; put it in quotes: '!web'"]],
    ['star tag', 'deployments:\n  - {name: D, target: {tag: *}}\n', ["2:29 a value that begins with '*' is a reference in YAML; put it in quotes"]],
    [
      'colon in value',
      'deployments:\n  - name: Note: this is it\n',
      [
        "2:11 there is a second ': ' in this line; put the whole value in quotes if it belongs to it ('Note: this is it'), or begin the second key on a line of its own",
      ],
    ],
    [
      'colon in value in top map',
      'limits:\n  action: 1h: 2\n',
      [
        "2:11 there is a second ': ' in this line; put the whole value in quotes if it belongs to it ('1h: 2'), or begin the second key on a line of its own",
      ],
    ],
    [
      'hash in value',
      'deployments:\n  - {name: Motd #1}\n',
      ["2:5 this '{' is not closed: what follows ' #' is a comment; put a value that holds it in quotes"],
    ],
    [
      'missing comma',
      'tenants: [{name: Acme connection: {kind: ssh}}]\n',
      [
        "1:18 there is a second ': ' before the next comma; put a comma between two keys, or the value in quotes if it belongs to it (from 'Acme connection: {kind: ssh}}]' on)",
      ],
    ],
    [
      'missing comma between entries',
      'tenants: [{name: Acme} {name: Globex}]\n',
      ["1:24 '{name: Globex}]' stands after the '}'; put a comma between two entries, or remove it"],
    ],
    ['double comma', 'tenants: [{name: Acme},, {name: b}]\n', ['1:24 there is a comma too many here, or an entry is missing before it']],
    [
      'missing colon',
      'tenants\n  - name: Acme\n',
      ["1:1 'tenants' is no key with a value; write KEY: VALUE with a colon and a blank (a line of a text is indented further than its key)"],
    ],
    [
      'missing colon in map',
      'computers:\n  - name: a\n    tenant Acme\n',
      ["3:5 'tenant Acme' is no key with a value; write KEY: VALUE with a colon and a blank (a line of a text is indented further than its key)"],
    ],
    [
      'missing colon in map, more',
      'computers:\n  - name: a\n    tenant Acme\n    tags: [x]\n',
      ["3:5 'tenant Acme' is no key with a value; write KEY: VALUE with a colon and a blank (a line of a text is indented further than its key)"],
    ],
    [
      'windows path in double quotes',
      'credentials:\n  - {name: k, kind: ssh-key, keyFile: "C:\\Users\\me\\key"}\n',
      ["2:42 '\\U' means nothing inside double quotes; put the value in single quotes ('...'), where a backslash is a backslash"],
    ],
    ['two documents', 'tenants: []\n---\ncomputers: []\n', ['2:1 a second document begins here; allowed: one document a file']],
    ['json with trailing garbage', '{"tenants": []} x\n', ["1:17 'x' stands after the '}'; put a comma between two entries, or remove it"]],
    [
      'block scalar wrong',
      'deployments:\n  - name: D\n    parameters:\n      content: |\n    hello\n',
      ["5:5 'hello' is no key with a value; write KEY: VALUE with a colon and a blank (a line of a text is indented further than its key)"],
    ],
    [
      'block scalar with text on line',
      'deployments:\n  - name: D\n    parameters:\n      content: | hello\n',
      ["4:18 nothing may follow a '|' or '>' in its line; begin the text on the next line, indented further than the key"],
    ],
    [
      'block scalar less indented 2nd',
      'deployments:\n  - name: D\n    parameters:\n      content: |\n        hello\n      there\n',
      ["6:7 'there' is no key with a value; write KEY: VALUE with a colon and a blank (a line of a text is indented further than its key)"],
    ],
    [
      'value on next line at wrong indent',
      'tenants:\n- name:\n  Acme\n',
      ["3:3 'Acme' is no key with a value; write KEY: VALUE with a colon and a blank (a line of a text is indented further than its key)"],
    ],
    [
      'template',
      'tenants:\n  - name: {{ tenant }}\n',
      ["2:12 this is a map where a word is wanted; put a value that begins with '{' in quotes ({{ }} of a template must be filled in first)"],
    ],
    [
      'nonbreaking space indent',
      'tenants:\n  - name: Acme\n',
      ['2:1 this line begins with blanks that are none for YAML (no-break spaces); replace them by ordinary ones'],
    ],
    [
      'missing dash',
      'computers:\n  name: a\n  tenant: b\n  name: c\n',
      ["4:3 the key 'name' stands here twice; allowed: each key once (a new entry of a list begins with '- ')"],
    ],
    [
      'merge conflict',
      'tenants:\n<<<<<<< HEAD\n  - name: a\n=======\n  - name: b\n>>>>>>> x\n',
      ['2:1 this line is a mark of a merge conflict; settle the conflict and remove its marks'],
    ],
    [
      'ipv6 host ends with ::',
      'computers:\n  - {name: a, connection: {host: 2001:db8::}}\n',
      [
        "2:34 there is a second ': ' before the next comma; put a comma between two keys, or the value in quotes if it belongs to it (from '2001:db8::}}' on)",
      ],
    ],
    [
      'unknown alias flow',
      'computers: [*a]\n',
      ["1:13 a value that begins with '*' is a reference in YAML, and there is no &a; put it in quotes: '*a'"],
    ],
    ['yaml 1.1 directive', '%YAML 1.1\n---\ntenants: []\n', ['1:1 %YAML 1.1 is not supported; allowed: YAML 1.2']],
    [
      'directive without doc',
      '%YAML 1.2\ntenants: []\n',
      ["1:1 a line that begins with '%' is a directive of YAML; remove it, or put '---' on a line of its own after it"],
    ],
    [
      'multi line key',
      'tenants: [{name: Acme\n}]\nlong key that\ngoes on: 5\n',
      ["1:11 this '{' is not closed; put its '}' where it ends, and indent each line of it further than the key it belongs to"],
    ],
    [
      'comma trailing text after quote',
      'tenants:\n  - name: "Acme" Ltd\n',
      ['2:18 \'Ltd\' stands after the closing quote; put the whole value inside the quotes (a " inside "..." is written \\")'],
    ],
    [
      'list item then key on same col',
      'computers:\n- name: a\ntenants:\n- name: Acme\n - name: b\n',
      ["5:2 this '-' begins in another column than the '-' above it; begin every '- ' of one list in the same column"],
    ],
    ['dash only value inline', 'tenants: - name: Acme\n', ["1:10 a list does not begin in the line of its key; begin the line after it with '- '"]],
    [
      'empty flow map value unbalanced',
      'deployments:\n  - {name: D, item: motd, target: {all: true}\n    enforcement: required}\n',
      ['3:5 a comma is missing before this, or the bracket before it is not closed'],
    ],
    ['flow seq closed by brace', 'tenants: [{name: Acme]}\n', ["1:22 this ']' stands where a '{' is open; write '}'"]],
    [
      'carriage returns only',
      'tenants:\r  - name: Acme\r',
      ['1:9 a line ends with a lone carriage return here; save the file with ordinary line ends (LF or CRLF)'],
    ],
    ['null bytes', 'tenants: []\u0000\n', ['1:12 a NUL character stands here; remove it (the file may not be text)']],
    [
      'tab after dash',
      'tenants:\n  -\tname: Acme\n    connection: {kind: ssh}\n',
      ['2:4 a tab stands where the line is indented; indent with blanks'],
    ],
  ])('%s', (_mistake, text, messages) => expect(problemsOf(text)).toEqual(messages));
  it('tells several of one file where each stands alone, and no consequences', () => {
    expect(problemsOf('a: @x\nb: 1\nb: 2\nc: "\\q"\n\td: 1\ne: f: g: h\n').map((each) => each.split(' ')[0])).toEqual(['1:4', '3:1', '4:5', '5:1']);
  });
  it('keeps the words of the parser for what it does not know', () => {
    expect(problemsOf('a: !!int x\n')).not.toEqual([]);
  });
});
