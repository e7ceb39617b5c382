import { ValidateIf } from 'class-validator';

/**
 * The field may be left out; what is sent must fit, so that null is refused. `IsOptional` of class-validator would let null
 * pass unseen.
 */
export const IfSent = (): PropertyDecorator => ValidateIf((_request, value: unknown) => value !== undefined);

/** The same for a field of which null says something. */
export const IfGiven = (): PropertyDecorator =>
  ValidateIf((_request, value: unknown) => value !== undefined && value !== null);
