import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { EXTRA_TENANT, LAB_HOST } from './layout.ts';

const templateSchema = z.looseObject({ computers: z.array(z.looseObject({ tenant: z.string(), name: z.string() })) });

/** The set-up that comes with the program: complete but for ports, items and files, which differ from lab to lab. */
export interface SetUpTemplate {
  text: string;
  /** `TENANT/NAME`, in the order of the file. */
  computers: string[];
}

export async function readTemplate(resources: string): Promise<SetUpTemplate> {
  const text = await readFile(path.join(resources, 'rounds.yaml'), 'utf8');
  const { computers } = templateSchema.parse(parseDocument(text).toJS());
  return { text, computers: computers.map(({ tenant, name }) => `${tenant}/${name}`) };
}

const contentsSchema = z.looseObject({
  computers: z.array(z.looseObject({ name: z.string(), tenant: z.string(), tags: z.array(z.string()).default([]) })),
  groups: z.array(z.looseObject({ name: z.string() })),
  deployments: z.array(z.looseObject({ name: z.string() })),
});

/** What the lab's set-up holds, for people. */
export async function readLabContents(
  resources: string,
): Promise<{ computers: { name: string; tenant: string; tags: string[] }[]; groups: string[]; deployments: number }> {
  const { computers, groups, deployments } = contentsSchema.parse(parseDocument((await readTemplate(resources)).text).toJS());
  return {
    computers: computers.map(({ name, tenant, tags }) => ({ name, tenant, tags })),
    groups: groups.map(({ name }) => name),
    deployments: deployments.length,
  };
}

/** Names of the plain computers that a lab is given beyond its own: `Load/load-001` and on. */
export function extraComputers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${EXTRA_TENANT}/load-${String(index + 1).padStart(3, '0')}`);
}

/** The names of the item folders, sorted. */
export async function itemFolders(items: string): Promise<string[]> {
  const entries = await readdir(items, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

function addExtra(document: Document, extra: string[]): void {
  if (extra.length === 0) return;
  document.addIn(['tenants'], document.createNode({ name: EXTRA_TENANT, connection: document.getIn(['tenants', 0, 'connection']) }));
  for (const id of extra) document.addIn(['computers'], document.createNode({ name: id.split('/')[1], tenant: EXTRA_TENANT }));
}

/** The template with this lab's ports, items and files filled in; comments are kept. */
export function setUpText(
  template: SetUpTemplate,
  lab: { ports: Record<string, number>; extra: string[]; items: string[]; knownHosts: string },
): string {
  const document = parseDocument(template.text);
  addExtra(document, lab.extra);
  const ids = [...template.computers, ...lab.extra];
  for (const [index, id] of ids.entries())
    document.setIn(['computers', index, 'connection'], document.createNode({ port: lab.ports[id] ?? 0 }, { flow: true }));
  const tenants = new Set(ids.map((id) => id.split('/')[0])).size;
  for (let index = 0; index < tenants; index += 1) {
    document.setIn(['tenants', index, 'connection', 'host'], LAB_HOST);
    document.setIn(['tenants', index, 'connection', 'knownHosts'], lab.knownHosts);
  }
  document.set(
    'items',
    lab.items.map((name) => `./items/${name}`),
  );
  return document.toString({ lineWidth: 0 });
}
