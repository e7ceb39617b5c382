export { broken, type Checked, lineOf, linesOf, passed } from '../../shared/kernel';
