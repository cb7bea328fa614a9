import { describe, expect, test } from 'vitest'
import { releaseOf } from '../../../../src/http/kubevirt/subresources/release.js'

describe('a release of KubeVirt', () => {
  test.each(['v0.36.0', 'v0.59.2', 'v1.0.0', 'v1.5.3', 'v1.5.0-rc.1'])('%s waits for a freeze for 5 s', version => {
    expect(releaseOf(version)).toMatchObject({ freezeTimeout: 5000, pausedIsFrozen: false, loginTimeIn: 'seconds' })
  })

  test.each(['v1.6.0', 'v1.6.2', 'v1.6.0-beta.0', 'v1.10.0', 'v2.0.0'])('%s waits for as long as it takes', version => {
    expect(releaseOf(version)).toMatchObject({
      freezeTimeout: Infinity,
      pausedIsFrozen: true,
      loginTimeIn: 'milliseconds',
    })
  })
})
