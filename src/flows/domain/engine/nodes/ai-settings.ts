import { z } from 'zod';

/** How a model is asked; what is left out, the workspace's assistant decides. */
export const aiSettingsData = z
  .strictObject({
    provider: z.string().trim().min(1).max(40),
    model: z.string().trim().min(1).max(100),
    temperature: z.number().min(0).max(2),
    maxOutputTokens: z.int().min(16).max(4_000),
    reasoningEffort: z.enum(['none', 'minimal', 'low', 'medium', 'high']),
    tone: z.string().trim().min(1).max(200),
    maxSentences: z.int().min(1).max(20),
    /** Messages of the conversation that the model reads. */
    historyLimit: z.int().min(1).max(50),
    useKnowledge: z.boolean(),
    allowEmojis: z.boolean(),
    allowHashtags: z.boolean(),
    /** BCP 47; without it, that of the person. */
    language: z.string().trim().min(2).max(35),
  })
  .partial()
  .default({});

export const knowledgeData = z.array(z.string().trim().min(1).max(64)).max(50).default([]);
