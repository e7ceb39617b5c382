export type { ModelAnswer } from './answers';
export { type ChatRequest, lastUserText, promptOf, type SeenModelRequest } from './chat-request';
export { MODEL_FAULTS, type ModelFault } from './faults';
export { hostileAnswer, seeded } from './hostile';
export { ModelServer } from './model-server';
