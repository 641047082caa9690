// The verifier of passes has its tests beside the other programs that read passes; they need no browser, only Node.

import '../pass/verifier.test.mjs';
