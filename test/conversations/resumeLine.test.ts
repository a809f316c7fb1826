import { kinds } from '../support/change.ts';
import { tellsTheFamiliesOf } from '../support/changeFamilies.ts';

describe('resuming the line', () => {
  tellsTheFamiliesOf(kinds.resumeLine);
});
