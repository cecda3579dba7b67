import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readKnownItem } from './known-items.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-known-'));
  write('item.yaml', 'id: one\nname: One\nkind: task\nplatforms: [linux]\nscripts: {linux: {test: test.sh}}\n');
  write('test.sh', 'exit 0\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
const settle = (): Promise<void> => setTimeout(3100);
const hash = async (): Promise<string> => {
  const read = await readKnownItem(folder, 'local');
  return 'item' in read ? read.item.hash : JSON.stringify(read.problems);
};

it('is the same object while nothing is touched, and another after any change, also one that keeps size and time', async () => {
  await settle();
  const first = await readKnownItem(folder, 'local');
  expect(await readKnownItem(folder, 'local')).toBe(first);
  const before = await hash();
  write('test.sh', 'exit 1\n');
  // Its time is set back, as `cp -p` or an unpacked archive does; that is a change too.
  utimesSync(path.join(folder, 'test.sh'), 1, 1);
  const after = await hash();
  expect(after).not.toBe(before);
  // Twice at once: what was just changed is not remembered.
  write('test.sh', 'exit 2\n');
  expect(await hash()).not.toBe(after);
  write('test.sh', 'exit 3\n');
  const third = await hash();
  await settle();
  expect(await hash()).toBe(third);
  renameSync(path.join(folder, 'test.sh'), path.join(folder, 'other.sh'));
  expect(await hash()).toContain('test.sh');
});

it('is read anew where a link leads to what may change unseen', async () => {
  const outside = `${folder}-outside`;
  mkdirSync(outside);
  try {
    symlinkSync(outside, path.join(folder, 'sub'));
    await settle();
    expect(await readKnownItem(folder, 'local')).not.toBe(await readKnownItem(folder, 'local'));
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
});
