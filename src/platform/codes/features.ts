import { permissionMissing } from './access';
import type { CatalogueEntry, CatalogueRange, CatalogueTable } from './entry';

const feature = (name: string, meaning: string): CatalogueEntry => ({
  name,
  category: 'feature',
  meaning,
  retry: 'never',
  advice: 'The details say what was refused.',
});

const groups = feature('group_error', 'The platform refused a request about a group');
const flows = feature('flow_error', 'The platform refused a request about a flow');
const onboarding = feature('onboarding_error', 'The platform refused a request about onboarding or synchronising');
const management = feature(
  'management_error',
  'The platform refused a request about templates or about moving a number',
);

/** Single codes of features that this package does not use itself, but that webhooks and answers may carry. */
export const FEATURES: CatalogueTable = {
  131020: groups,
  131041: groups,
  131059: groups,
  131208: { ...groups, retry: 'backoff', waitSeconds: 5, advice: 'Repeat with growing pauses.' },
  1752041: onboarding,
  2593107: onboarding,
  2593108: onboarding,
};

/** Looked at after the single codes. */
export const RANGES: readonly CatalogueRange[] = [
  { from: 200, to: 299, entry: permissionMissing },
  { from: 131201, to: 131215, entry: groups },
  { from: 138000, to: 138018, entry: feature('call_error', 'The platform refused a request about a call') },
  { from: 139000, to: 139004, entry: flows },
  { from: 139100, to: 139103, entry: feature('block_error', 'The platform refused to block or unblock a person') },
  { from: 147001, to: 147005, entry: feature('username_error', 'The platform refused a request about a username') },
  { from: 200005, to: 200007, entry: management },
  { from: 2388000, to: 2388999, entry: management },
];
