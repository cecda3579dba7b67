import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { testFolder } from './test-folder.ts';
import type { TestFolder } from './test-folder.ts';
import { parseYaml, readYamlFile } from './yaml-file.ts';

const refused = (text: string): string[] => {
  const parsed = parseYaml(text, '/x/a.yaml', 'a.yaml');
  return 'problems' in parsed ? parsed.problems.map(({ place, message }) => `${place}: ${message}`) : [];
};

describe('parseYaml', () => {
  it.each([
    ['', 'a.yaml: is empty'],
    ['# nothing\n', 'a.yaml: is empty'],
    ['a: 1\na: 2\n', "a.yaml:2:1: the key 'a' stands here twice; allowed: each key once"],
    ['a:\n\t- b\n', 'a.yaml:2:1: a tab stands where the line is indented; indent with blanks'],
    ['a: 1\n---\nb: 2\n', 'a.yaml:2:1: a second document begins here; allowed: one document a file'],
    ['%YAML 1.1\n---\na: yes\n', 'a.yaml:1:1: %YAML 1.1 is not supported; allowed: YAML 1.2'],
    ['a: !thing b\n', "a.yaml:1:4: a value that begins with '!' is a tag in YAML; put it in quotes: '!thing b'"],
    ['mode: 0644\n', "a.yaml:1:7: 0644 would be read as the number 644; allowed: '0644' in quotes as text, or 644"],
    ['v: 1.10\n', "a.yaml:1:4: 1.10 would be read as the number 1.1; allowed: '1.10' in quotes as text, or 1.1"],
    [
      'n: 12345678901234567890\n',
      "a.yaml:1:4: 12345678901234567890 would be read as the number 12345678901234567000; allowed: '12345678901234567890' in quotes as text, or 12345678901234567000",
    ],
    ['n: .nan\n', "a.yaml:1:4: .nan would be read as the number NaN; allowed: '.nan' in quotes as text, or NaN"],
    ['__proto__: {a: 1}\n', 'a.yaml:1:1: __proto__ is no key'],
    ['? [a]\n: b\n', 'a.yaml:1:3: this key is a list, a map or an alias; allowed: a word'],
    ['a: "\\ud800"\n', 'a.yaml:1:4: holds half of a surrogate pair, which is no character'],
  ])('refuses %j', (text, message) => {
    expect(refused(text)).toEqual([message]);
  });

  it('refuses what is nested too deeply and aliases that blow up, with few words', () => {
    const deep = refused('['.repeat(50_000));
    expect(deep.length).toBeLessThanOrEqual(10);
    expect(deep[0]).toContain('is nested too deeply');
    const bomb = Array.from(
      { length: 12 },
      (_, n) => `a${n}: &a${n} [${n === 0 ? 'x' : Array.from({ length: 9 }, () => `*a${n - 1}`).join(', ')}]`,
    ).join('\n');
    expect(refused(bomb)[0]).toContain('Excessive alias count');
    expect(refused('a: *nowhere\n')[0]).toContain('there is no &nowhere');
  });

  it('takes anchors, and knows the place of every value', () => {
    const parsed = parseYaml('list:\n  - &one {name: x}\n  - *one\n  - {name: yes}\n', '/x/a.yaml', 'a.yaml');
    if (!('yaml' in parsed)) throw new Error('not parsed');
    expect(parsed.yaml.value).toEqual({ list: [{ name: 'x' }, { name: 'x' }, { name: 'yes' }] });
    expect(parsed.yaml.at(['list', 2, 'name'])).toBe('a.yaml:4:12 (list[2].name)');
    expect(parsed.yaml.at(['list', 2], 'name')).toBe('a.yaml:4:6 (list[2])');
    expect(parsed.yaml.at(['list', 9, 'no'])).toBe('a.yaml:2:3 (list[9].no)');
    expect(parsed.yaml.source(['list', 2, 'name'])).toBe('yes');
  });
});

describe('readYamlFile', () => {
  let folder: TestFolder;
  beforeEach(async () => {
    folder = await testFolder();
  });
  afterEach(() => folder.remove());

  it('says why a file cannot be read', async () => {
    await folder.write({
      'bad.yaml': Buffer.from([0x61, 0x3a, 0x20, 0x31, 0x0a, 0xff, 0xfe]),
      'big.yaml': 'a: 1\n'.repeat(100),
      'bom.yaml': '\uFEFFa: 1\n',
    });
    execFileSync('mkfifo', [path.join(folder.path, 'pipe.yaml')]);
    const messages = async (name: string): Promise<string> => {
      const read = await readYamlFile(path.join(folder.path, name), 100);
      return 'problems' in read
        ? read.problems.map(({ place, message }) => `${place.replace(folder.path, '.')}: ${message}`).join()
        : JSON.stringify(read.yaml.value);
    };
    expect(await messages('none.yaml')).toBe('./none.yaml: is not there');
    expect(await messages('bad.yaml')).toBe('./bad.yaml:2: is not valid UTF-8; allowed: text in UTF-8');
    expect(await messages('big.yaml')).toBe('./big.yaml: has 500 bytes; allowed: at most 100');
    expect(await messages('pipe.yaml')).toBe('./pipe.yaml: is no plain file');
    expect(await messages('.')).toBe('.: is a folder; allowed: a file');
    expect(await messages('bom.yaml')).toBe('{"a":1}');
  });
});
