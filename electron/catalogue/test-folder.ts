/** Folders with files for tests; removed by the one who made them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TestFolder {
  path: string;
  write(files: Record<string, string | Buffer>): Promise<void>;
  remove(): Promise<void>;
}

/** A fresh folder that holds these files, by their paths inside it. */
export async function testFolder(files: Record<string, string | Buffer> = {}): Promise<TestFolder> {
  const root = await mkdtemp(path.join(tmpdir(), 'rounds-test-'));
  const folder: TestFolder = {
    path: root,
    async write(more) {
      for (const [name, content] of Object.entries(more)) {
        await mkdir(path.dirname(path.join(root, name)), { recursive: true });
        await writeFile(path.join(root, name), content);
      }
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
  await folder.write(files);
  return folder;
}

/** The files of a small task, each line of its YAML replaceable. */
export function taskFiles(
  id: string,
  more = '',
  scripts: Record<string, string> = { 'test.sh': 'exit 0\n', 'set.sh': 'exit 0\n' },
): Record<string, string> {
  const names = Object.keys(scripts).map((file) => `${file.replace(/\.\w+$/, '')}: ${file}`);
  const yaml = `id: ${id}\nname: Item ${id}\nkind: task\nplatforms: [linux]\nscripts: {linux: {${names.join(', ')}}}\n${more}`;
  const files: Record<string, string> = { [`${id}/item.yaml`]: yaml };
  for (const [file, text] of Object.entries(scripts)) files[`${id}/${file}`] = text;
  return files;
}
