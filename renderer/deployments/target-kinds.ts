/** What a target may name, in the order from the most to the least specific. */
export const TARGET_KINDS = ['computer', 'group', 'tag', 'filter', 'tenant', 'all'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];
