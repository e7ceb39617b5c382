import { conversationIdOf, stableId, type WorkspaceId } from '../../shared/kernel';
import type { Contact } from './contact';

/** What tells who somebody is; names do not. */
export type Recognised = Pick<Contact, 'id'> &
  Partial<Pick<Contact, 'email' | 'phone' | 'externalId'>> & {
    identities: readonly Pick<Contact['identities'][number], 'accountId' | 'participantId'>[];
  };

/** Hashes by which somebody is known again of whom nothing may be kept. */
export function tracesOf(workspaceId: WorkspaceId, { id, email, phone, externalId, identities }: Recognised): string[] {
  const told = { id, email, phone, externalId };
  const names = Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const lanes = identities.map(({ accountId, participantId }) => conversationIdOf(accountId, participantId));
  return [...names, ...lanes.map((lane) => ['lane', lane] as const)].map(([name, value]) =>
    stableId('erased', workspaceId, name, value),
  );
}
