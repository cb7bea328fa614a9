import { testSuspend } from './suspend.js'

testSuspend('ram', 'suspended-ram')
