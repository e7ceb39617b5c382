import {
  ADD_NOTE,
  AI_AGENT,
  AI_REPLY,
  CAPTURE_GOAL,
  CREATE_TASK,
  DETECT_INTENT,
  type FlowCapabilities,
  HTTP_REQUEST,
  LOOKUP_PROFILE,
  REPLY_TO_COMMENT,
  TRIGGER_TYPES,
  UPDATE_CONTACT,
} from '../flows';

/** Everything that the language knows, whether or not a running system can carry it out. */
export const ALL_CAPABILITIES: FlowCapabilities = {
  tasks: [
    LOOKUP_PROFILE,
    HTTP_REQUEST,
    DETECT_INTENT,
    AI_REPLY,
    AI_AGENT,
    UPDATE_CONTACT,
    ADD_NOTE,
    CREATE_TASK,
    CAPTURE_GOAL,
    REPLY_TO_COMMENT,
  ],
  messages: ['media', 'cards'],
  triggers: TRIGGER_TYPES,
};
