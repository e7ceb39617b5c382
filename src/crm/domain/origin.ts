import type { Actor } from '../../shared/kernel';

/** What kind of author something in the CRM has. */
export const ORIGINS = ['member', 'api_key', 'automation'] as const;
export type Origin = (typeof ORIGINS)[number];

export function originOf({ kind }: Actor): Origin {
  if (kind === 'user') return 'member';
  return kind === 'api-key' ? 'api_key' : 'automation';
}
