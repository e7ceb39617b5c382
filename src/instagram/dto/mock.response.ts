export class MockMessageResponse {
  /** Where it appears once its turn has come. */
  conversationId: string;

  /** Of the message. */
  mid: string;
}
