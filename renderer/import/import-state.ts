import { create } from 'zustand';
import type { ImportKind, ImportRequest, ImportSource } from '../../shared/api/imports.ts';

/** What is being imported, and how: it survives going away and coming back. */
interface ImportState {
  source: ImportSource | null;
  options: Required<Omit<ImportRequest, 'source'>>;
  begin: (source: ImportSource | null) => void;
  change: (change: Partial<ImportState['options']>) => void;
}

const fresh = (kind: ImportKind): ImportState['options'] => ({ kind, tenant: '', tags: [], existing: 'change', without: [], csv: {} });

export const useImport = create<ImportState>((set) => ({
  source: null,
  options: fresh('csv'),
  begin: (source) => set(({ options: { tenant, tags } }) => ({ source, options: { ...fresh(source?.kind ?? 'csv'), tenant, tags } })),
  change: (change) => set(({ options }) => ({ options: { ...options, ...change } })),
}));
