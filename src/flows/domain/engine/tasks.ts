/** Names of the tasks that flows ask for; each needs an executor before a flow that uses it can be published. */
export const LOOKUP_PROFILE = 'lookup_profile';
export const HTTP_REQUEST = 'http_request';
export const DETECT_INTENT = 'detect_intent';
export const AI_REPLY = 'ai_reply';
export const AI_AGENT = 'ai_agent';
export const UPDATE_CONTACT = 'update_contact';
export const ADD_NOTE = 'add_note';
export const CREATE_TASK = 'create_task';
export const CAPTURE_GOAL = 'capture_goal';
/** Answers in public the comment that started the session. */
export const REPLY_TO_COMMENT = 'reply_to_comment';
/** Of the selection: which of several triggers' intents a message has. */
export const CLASSIFY_INTENTS = 'classify_intents';
