/** What members are written to about, each of which they can switch off for themselves. */
export const MAIL_TOPICS = ['task-reminders', 'note-mentions', 'support-tickets', 'escalations', 'webhooks'] as const;
export type MailTopic = (typeof MAIL_TOPICS)[number];

/** Absent topics of `changes` stay as they are. @returns the topics that are off, in their order */
export function mutedAfter(muted: readonly MailTopic[], changes: Readonly<Partial<Record<MailTopic, boolean>>>) {
  return MAIL_TOPICS.filter((topic) => {
    const wanted = changes[topic];
    return wanted === undefined ? muted.includes(topic) : !wanted;
  });
}
