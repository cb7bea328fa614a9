import { testSuspend } from './suspend.js'

testSuspend('hybrid', 'suspended-ram')
