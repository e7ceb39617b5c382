import { DomainError, type FieldProblem, notFound } from '../../shared/kernel';

export const personaNotFound = () => notFound('The persona', 'PERSONA.NOT_FOUND');

export const defaultPersonaStays = () =>
  new DomainError(
    'PERSONA.DEFAULT_STAYS',
    'conflict',
    'One persona is the default. Make another one the default instead.',
  );

export const tooManyPersonas = (limit: number) =>
  new DomainError('PERSONA.TOO_MANY', 'conflict', `A workspace can have at most ${limit} personas.`, {
    facts: { limit },
  });

export const simulationNotFound = () => notFound('The simulation', 'SIMULATION.NOT_FOUND');

export const simulationChanged = () =>
  new DomainError('SIMULATION.CHANGED', 'conflict', 'The simulation went on meanwhile. Read it and try again.');

export const notPossible = (message: string) =>
  new DomainError('SIMULATION.NOT_POSSIBLE', 'conflict', `That is not possible here: ${message}.`);

export const stepsInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('SIMULATION.STEPS_INVALID', 'invalid', 'These steps cannot be simulated.', { fields });

export const personaInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('PERSONA.INVALID', 'invalid', 'The persona is not valid.', { fields });
