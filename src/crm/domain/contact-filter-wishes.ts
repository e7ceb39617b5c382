import type { UserId } from '../../shared/kernel';
import { CONSENTS, CONTACT_SOURCES, type Consent, type ContactSource } from './contact';
import type { ContactFilter } from './contact-filter';
import { tagOf } from './contact-values';
import type { Pipeline } from './pipeline';

/** A filter as queries and saved segments spell it. */
export interface FilterWishes {
  stage?: string;
  pipelineId?: string;
  /** In any spelling. */
  tag?: string;
  withoutTag?: string;
  ownerId?: string;
  goal?: string;
  q?: string;
  /** `key:value` of a custom field. */
  field?: string;
  marketingConsent?: string;
  source?: string;
  hasEmail?: YesNo;
  hasPhone?: YesNo;
  createdFrom?: string;
  createdBefore?: string;
}

export type YesNo = 'yes' | 'no';
export const FIELD_FILTER = /^[A-Za-z][A-Za-z0-9_]{0,39}:.{1,500}$/su;

/** `pipelines`: of the workspace, where the wishes name one. */
export function filterOf(wishes: FilterWishes, pipelines: readonly Pipeline[] = []): ContactFilter {
  const { stage, pipelineId, tag, withoutTag, ownerId, goal, q, field } = wishes;
  return {
    ...part('stage', stage),
    ...part('stages', pipelineId === undefined ? undefined : stagesOf(pipelines, pipelineId)),
    ...part('tag', tag === undefined ? undefined : spelled(tag)),
    ...part('withoutTag', withoutTag === undefined ? undefined : spelled(withoutTag)),
    ...part('ownerId', ownerId as UserId | undefined),
    ...part('goal', goal),
    ...part('q', q),
    ...part('field', field === undefined ? undefined : fieldOf(field)),
    ...plainParts(wishes),
  };
}

function plainParts(wishes: FilterWishes): ContactFilter {
  const { marketingConsent, source, hasEmail, hasPhone, createdFrom, createdBefore } = wishes;
  return {
    ...part('marketingConsent', among(CONSENTS, marketingConsent) satisfies Consent | undefined),
    ...part('source', among(CONTACT_SOURCES, source) satisfies ContactSource | undefined),
    ...part('hasEmail', hasEmail === undefined ? undefined : hasEmail === 'yes'),
    ...part('hasPhone', hasPhone === undefined ? undefined : hasPhone === 'yes'),
    ...part('createdFrom', createdFrom === undefined ? undefined : new Date(createdFrom)),
    ...part('createdBefore', createdBefore === undefined ? undefined : new Date(createdBefore)),
  };
}

/** As tags are kept; what can be none finds nothing. */
export function spelled(tag: string): string {
  const checked = tagOf(tag);
  return checked.ok ? checked.value : tag;
}

const stagesOf = (pipelines: readonly Pipeline[], id: string): readonly string[] =>
  pipelines.find((one) => one.id === id)?.stages.map(({ key }) => key) ?? [];

function fieldOf(text: string): { key: string; value: string } {
  const end = text.indexOf(':');
  return { key: text.slice(0, end), value: text.slice(end + 1) };
}

const among = <T extends string>(known: readonly T[], text: string | undefined): T | undefined =>
  known.find((one) => one === text);

const part = <Name extends keyof ContactFilter>(name: Name, value: ContactFilter[Name]): ContactFilter =>
  value === undefined ? {} : { [name]: value };
