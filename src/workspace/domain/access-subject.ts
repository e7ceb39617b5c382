/** What a guard holds in memory: a user with their roles, a sign-in, a workspace, an API key. */
export type AccessSubject = `${'user' | 'session' | 'workspace' | 'api-key'}:${string}`;

/** Topic of the change feed; its keys are subjects. */
export const ACCESS_CHANGED = 'access';
