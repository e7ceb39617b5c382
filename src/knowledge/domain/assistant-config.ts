/** The product's own help assistant: its branding, and who it is in the words of the platform. */
export interface AssistantConfig {
  assistantName: string;
  assistantDescription: string;
  /** To the model; null: the usual words. */
  systemPrompt: string | null;
}

export const DEFAULT_ASSISTANT_CONFIG: AssistantConfig = {
  assistantName: 'Parley help',
  assistantDescription: 'Answers questions about Parley from its help texts.',
  systemPrompt: null,
};

export const ASSISTANT_LIMITS = { name: 80, description: 500, prompt: 6_000, question: 800 } as const;

/** Who answers, to a model. */
export function roleOf({ assistantName, assistantDescription, systemPrompt }: AssistantConfig): string {
  return [`You are ${assistantName}. ${assistantDescription}`, systemPrompt ?? '']
    .filter((line) => line !== '')
    .join('\n');
}
