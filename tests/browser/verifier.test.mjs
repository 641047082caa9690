// The verifier of passes and the gate's clock have their tests beside the other programs that read passes; they need no
// browser, only Node.

import '../pass/clock.test.mjs';
import '../pass/verifier.test.mjs';
