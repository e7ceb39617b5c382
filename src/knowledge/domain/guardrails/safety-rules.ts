import { Phrases } from '../text/phrases';
import { ABUSE, ASKS_FOR_PERSON, CRISIS, ORDERS_TO_MODELS, PERSON_ALONE } from './safety-phrases';

const crisis = new Phrases(CRISIS);
const abuse = new Phrases(ABUSE);
const asksForPerson = new Phrases(ASKS_FOR_PERSON);
const personAlone = new Phrases(PERSON_ALONE);
const orders = new Phrases(ORDERS_TO_MODELS);

/** A message with one of these goes to a person, and no model is asked. */
export type Alarm = 'crisis' | 'abuse' | 'asks_for_person';

/** The gravest alarm that a customer's message raises. */
export function alarmOf(message: string): Alarm | null {
  if (crisis.areIn(message)) return 'crisis';
  if (abuse.areIn(message)) return 'abuse';
  return asksForPerson.areIn(message) || personAlone.areAll(message) ? 'asks_for_person' : null;
}

/** Whether a text seems to give orders to a model. */
export function givesOrders(text: string): boolean {
  return orders.areIn(text);
}

/** What must not stand in a reply either. */
export function isUnfitToSay(reply: string): boolean {
  return abuse.areIn(reply) || crisis.areIn(reply);
}
