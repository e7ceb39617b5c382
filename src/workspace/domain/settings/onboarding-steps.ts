import type { BusinessHoursSettings, BusinessProfile, OnboardingFacts } from './groups';

/** In the order in which a newcomer takes them. */
export const ONBOARDING_STEPS = ['connect', 'basics', 'template', 'simulator', 'publish'] as const;
export type OnboardingStep = (typeof ONBOARDING_STEPS)[number];

export const factOfStep: Readonly<Record<OnboardingStep, keyof OnboardingFacts>> = {
  connect: 'connectCompletedAt',
  basics: 'basicsCompletedAt',
  template: 'templateSelectedAt',
  simulator: 'simulatorCompletedAt',
  publish: 'publishCompletedAt',
};

/** Whether customers can be told who the business is and when it is there. */
export function basicsAreDone(
  { businessName }: Pick<BusinessProfile, 'businessName'>,
  { weekly }: Pick<BusinessHoursSettings, 'weekly'>,
): boolean {
  return businessName !== null && weekly !== null;
}
