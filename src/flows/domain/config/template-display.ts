import { z } from 'zod';

export const TEMPLATE_GOALS = ['Bookings', 'Sales', 'Leads', 'Support', 'General'] as const;
export const TEMPLATE_INDUSTRIES = ['Clinics', 'Salons', 'Retail', 'Restaurants', 'Real Estate', 'General'] as const;

const MAX_COLLECTED = 20;
const MAX_PREVIEW = 20;

/** How the gallery shows a template. */
export const templateDisplaySchema = z.strictObject({
  /** What somebody gets from it, in a sentence. */
  outcome: z.string().trim().max(300).optional(),
  goal: z.enum(TEMPLATE_GOALS).default('General'),
  industry: z.enum(TEMPLATE_INDUSTRIES).default('General'),
  /** In words: "5 minutes". */
  setupTime: z.string().trim().max(60).optional(),
  /** What it asks people for. */
  collects: z.array(z.string().trim().min(1).max(80)).max(MAX_COLLECTED).default([]),
  /** A name from the front-end's set. */
  icon: z.string().trim().max(60).optional(),
  previewConversation: z
    .array(z.strictObject({ from: z.enum(['bot', 'customer']), message: z.string().trim().min(1).max(1_000) }))
    .max(MAX_PREVIEW)
    .default([]),
});

export type TemplateDisplay = z.infer<typeof templateDisplaySchema>;
export type TemplateDisplayInput = z.input<typeof templateDisplaySchema>;
