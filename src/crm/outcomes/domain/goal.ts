/** What a conversation can be for. */
export const GOALS = ['lead', 'booking', 'order', 'support', 'drive_to_channel'] as const;
export type Goal = (typeof GOALS)[number];

/** What is usually known about a goal that was reached; a flow may add fields of its own. */
export const GOAL_FIELDS: Readonly<Record<Goal, readonly string[]>> = {
  lead: ['name', 'phone', 'email', 'note'],
  booking: ['date', 'time', 'serviceType', 'bookingLink', 'summary'],
  order: ['productName', 'quantity', 'variant', 'catalogUrl', 'summary'],
  support: ['orderId', 'photoUrl', 'summary'],
  drive_to_channel: ['targetType', 'targetLink', 'note'],
};

/** Of what is known, what says who the person is: the contact learns it, too. */
export const CONTACT_FIELDS = ['name', 'email', 'phone'] as const;
