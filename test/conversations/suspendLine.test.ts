import { kinds } from '../support/change.ts';
import { tellsTheFamiliesOf } from '../support/changeFamilies.ts';

describe('suspending the line', () => {
  tellsTheFamiliesOf(kinds.suspendLine);
});
