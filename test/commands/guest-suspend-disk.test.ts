import { testSuspend } from './suspend.js'

testSuspend('disk', 'suspended-disk')
