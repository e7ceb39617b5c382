/** Headings of the document, in reading order. A controller names one with `@ApiTags`. */
export const apiTags: Readonly<Record<string, string>> = {
  Auth: 'Sign up and log in.',
  Me: 'The signed-in user.',
  Workspaces: 'Workspaces and their members.',
  Contacts: 'People in the CRM.',
  Conversations: 'The inbox: conversations and their messages.',
  Messages: 'Messages of a conversation.',
  Escalations: 'Conversations that wait for a person.',
  Accounts: 'Connected Instagram accounts.',
  Flows: 'Published flow templates.',
  Automations: 'Activated templates of a workspace.',
  Admin: 'For platform admins only.',
};
