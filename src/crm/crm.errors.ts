import { notFound } from '../shared/kernel';

export const contactNotFound = () => notFound('This contact', 'CONTACT.NOT_FOUND');
