import { DomainError, type FieldProblem, notFound } from '../shared/kernel';

export const itemNotFound = () => notFound('This item', 'KNOWLEDGE.ITEM_NOT_FOUND');
export const versionNotFound = () => notFound('This version', 'KNOWLEDGE.VERSION_NOT_FOUND');
export const gapNotFound = () => notFound('This gap', 'KNOWLEDGE.GAP_NOT_FOUND');

export const itemInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('KNOWLEDGE.ITEM_INVALID', 'invalid', 'An item cannot be like this.', { fields });

export const notEditable = () =>
  new DomainError(
    'KNOWLEDGE.NOT_EDITABLE',
    'conflict',
    'The content of this item follows the settings, or a file: change those. Tags and whether it is active can be set.',
  );

export const uploadInvalid = (rule: string) =>
  new DomainError('KNOWLEDGE.UPLOAD_INVALID', 'invalid', 'This file cannot be taken.', {
    fields: [{ field: 'file', rule }],
  });
