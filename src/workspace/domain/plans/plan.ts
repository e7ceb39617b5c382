import type { Feature } from '../../../shared/auth';

/** Charged as they are used, by calendar month. */
export const METERED_RESOURCES = ['aiMessages'] as const;
export type MeteredResource = (typeof METERED_RESOURCES)[number];

/** Things that are there or not. */
export const COUNTED_RESOURCES = ['instagramAccounts', 'teamMembers', 'automations', 'knowledgeItems'] as const;
export type CountedResourceName = (typeof COUNTED_RESOURCES)[number];

export const RESOURCES = [...METERED_RESOURCES, ...COUNTED_RESOURCES] as const;
export type Resource = (typeof RESOURCES)[number];

/** Null: unlimited. */
export type Limits = Readonly<Record<Resource, number | null>>;
export type Features = Readonly<Record<Feature, boolean>>;

export interface PlanTerms {
  limits: Limits;
  features: Features;
}

/** What one workspace has in place of what its tier says. */
export interface PlanOverrides {
  limits?: Partial<Limits>;
  features?: Partial<Features>;
}

/** What holds where no tier says otherwise: who hosts Parley for themselves runs without limits. */
export const UNLIMITED: PlanTerms = {
  limits: { aiMessages: null, instagramAccounts: null, teamMembers: null, automations: null, knowledgeItems: null },
  features: { crm: true, integrations: true, flowBuilder: true, executionTimeline: true },
};

export function termsFor(tier: PlanTerms, { limits, features }: PlanOverrides = {}): PlanTerms {
  return { limits: { ...tier.limits, ...limits }, features: { ...tier.features, ...features } };
}
