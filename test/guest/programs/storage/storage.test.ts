import { describe, expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { debian, ended, fails, prints, programGuest, run } from '../guest.js'

describe('df', () => {
  test('has the type with -T', () => {
    expect(ended(new Guest(debian), 'df -T /boot/efi')).toEqual(
      prints(
        'Filesystem     Type 1K-blocks  Used Available Use% Mounted on\n' +
          '/dev/vda15     vfat    126710     0    126710   0% /boot/efi\n',
      ),
    )
  })

  test.each([
    [
      'df -h /boot/efi',
      'Filesystem      Size  Used Avail Use% Mounted on\n/dev/vda15      124M     0  124M   0% /boot/efi\n',
    ],
    [
      'df -H /boot/efi',
      'Filesystem      Size  Used Avail Use% Mounted on\n/dev/vda15      130M     0  130M   0% /boot/efi\n',
    ],
    [
      'df -Pk /boot/efi',
      'Filesystem     1024-blocks  Used Available Capacity Mounted on\n/dev/vda15          126710     0    126710       0% /boot/efi\n',
    ],
    [
      'df -BM /dev/vda15',
      'Filesystem     1M-blocks  Used Available Use% Mounted on\n/dev/vda15          124M    0M      124M   0% /boot/efi\n',
    ],
    [
      'df -i /boot/efi',
      'Filesystem     Inodes IUsed IFree IUse% Mounted on\n/dev/vda15          0     0     0     - /boot/efi\n',
    ],
    [
      'df --output=source,pcent,target,file /boot/efi',
      'Filesystem     Use% Mounted on File\n/dev/vda15       0% /boot/efi  /boot/efi\n',
    ],
    [
      'df --total -t vfat',
      'Filesystem     1K-blocks  Used Available Use% Mounted on\n/dev/vda15        126710     0    126710   0% /boot/efi\ntotal             126710     0    126710   0% -\n',
    ],
  ])('%s', (line, stdout) => {
    expect(ended(new Guest(debian), line)).toEqual(prints(stdout))
  })

  test('works on what is frozen', () => {
    const guest = new Guest(debian)
    expect(ended(guest, 'fsfreeze -f /')).toEqual(prints(''))
    expect(ended(guest, 'df --output=target /')).toEqual(prints('Mounted on\n/\n'))
  })

  test.each([
    ['df /nope', 'df: /nope: No such file or directory\n'],
    ['df -t foo', 'df: no file systems processed\n'],
    ['df --output=foo', "df: option --output: field 'foo' unknown\nTry 'df --help' for more information.\n"],
    ['df --output -i', "df: options -i and --output are mutually exclusive\nTry 'df --help' for more information.\n"],
    ['df -B x', "df: invalid -B argument 'x'\n"],
  ])('%s fails', (line, stderr) => {
    expect(ended(new Guest(debian), line)).toEqual(fails(stderr))
  })
})

describe('fsfreeze', () => {
  test('freezes and thaws, once each', () => {
    const guest = new Guest(debian)
    expect(ended(guest, 'fsfreeze -u /')).toEqual(fails('fsfreeze: /: unfreeze failed: Invalid argument\n'))
    expect(ended(guest, 'fsfreeze -f /')).toEqual(prints(''))
    expect(ended(guest, 'fsfreeze -f /etc')).toEqual(fails('fsfreeze: /etc: freeze failed: Device or resource busy\n'))
    expect(ended(guest, 'fsfreeze -u /')).toEqual(prints(''))
  })

  test.each([
    ['fsfreeze', 'fsfreeze: neither --freeze or --unfreeze specified\n'],
    ['fsfreeze -f', 'fsfreeze: no filename specified\n'],
    ['fsfreeze -f /nope', 'fsfreeze: cannot open /nope: No such file or directory\n'],
    ['fsfreeze -f /etc/passwd', 'fsfreeze: /etc/passwd: is not a directory\n'],
    ['fsfreeze -f -u /', 'fsfreeze: mutually exclusive arguments: --freeze --unfreeze\n'],
    ['fsfreeze -f /boot/efi', 'fsfreeze: /boot/efi: freeze failed: Operation not supported\n'],
  ])('%s fails', (line, stderr) => {
    expect(ended(new Guest(debian), line)).toEqual(fails(stderr))
  })

  test('is for root', () => {
    expect(ended(new Guest(debian), 'fsfreeze -f /', 'nobody')).toEqual(
      fails('fsfreeze: /: freeze failed: Operation not permitted\n'),
    )
  })
})

describe('mount and umount', () => {
  const hint = '       dmesg(1) may have more information after failed mount system call.\n'

  test('the list is that of /proc/self/mounts', () => {
    expect(ended(new Guest(debian), 'mount -t ext4')).toEqual(
      prints('/dev/vda1 on / type ext4 (rw,relatime,discard,errors=remount-ro)\n'),
    )
  })

  test.each([
    ['mount /dev/vdz /nowhere', `mount: /nowhere: mount point does not exist.\n${hint}`, 32],
    ['mount /dev/vdz /etc', `mount: /etc: special device /dev/vdz does not exist.\n${hint}`, 32],
    ['mount /dev/vdz', "mount: /dev/vdz: can't find in /etc/fstab.\n", 1],
    ['mount -o remount,ro /', "mount: /: mockvm doesn't change the options of a mount yet\n", 32],
    ['mount --bind /etc /tmp', "mount: /tmp: mockvm doesn't make bind mounts yet\n", 32],
    ['mount a b c', "mount: bad usage\nTry 'mount --help' for more information.\n", 1],
    ['umount', "umount: bad usage\nTry 'umount --help' for more information.\n", 1],
    ['umount /nope', 'umount: /nope: no mount point specified.\n', 32],
    ['umount /etc', 'umount: /etc: not mounted.\n', 32],
    ['umount /', 'umount: /: target is busy.\n', 32],
    ['mountpoint', "mountpoint: bad usage\nTry 'mountpoint --help' for more information.\n", 1],
    ['mountpoint /nope', 'mountpoint: /nope: No such file or directory\n', 1],
    ['swapoff', "swapoff: bad usage\nTry 'swapoff --help' for more information.\n", 16],
    ['swapoff /x', 'swapoff: /x: swapoff failed: No such file or directory\n', 4],
    ['swapon /x', 'swapon: cannot open /x: No such file or directory\n', 255],
  ])('%s fails', (line, stderr, exitCode) => {
    expect(ended(new Guest(debian), line)).toEqual(fails(stderr, exitCode))
  })

  test('umount is for root', () => {
    expect(ended(new Guest(debian), 'umount /', 'nobody')).toEqual(fails('umount: /: must be superuser to unmount.\n'))
  })

  test('mountpoint tells mount points from other directories', () => {
    expect(ended(new Guest(debian), 'mountpoint /boot/efi')).toEqual(prints('/boot/efi is a mountpoint\n'))
    expect(ended(new Guest(debian), 'mountpoint -d /')).toEqual(prints('254:1\n'))
    expect(ended(new Guest(debian), 'mountpoint /etc')).toEqual({
      ...prints('/etc is not a mountpoint\n'),
      exitCode: 32,
    })
  })
})

describe('blkid', () => {
  test('has the identifiers that /etc/fstab of the scenario names', () => {
    expect(ended(new Guest(debian), 'blkid -s UUID -s TYPE')).toEqual(
      prints(
        '/dev/vda1: UUID="11111111-2222-4333-8444-555555555555" TYPE="ext4"\n/dev/vda15: UUID="ABCD-1234" TYPE="vfat"\n',
      ),
    )
    expect(ended(new Guest(debian), 'blkid -U ABCD-1234')).toEqual(prints('/dev/vda15\n'))
    expect(ended(new Guest(debian), 'blkid -s TYPE -o export /dev/vda1')).toEqual(
      prints('DEVNAME=/dev/vda1\nTYPE=ext4\n'),
    )
  })

  test('what no scenario names is the same wherever it is asked', () => {
    const guest = programGuest()
    const { stdout } = ended(guest, 'blkid -s UUID -o value')
    expect(stdout).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}\n$/)
    expect(ended(programGuest(), 'lsblk -n -o UUID /dev/vda').stdout).toBe(stdout)
    expect(ended(guest, 'findmnt -n -o UUID /').stdout).toBe(stdout)
  })

  test.each([
    ['blkid /dev/vdz', '', 2],
    ['blkid -o foo', 'blkid: unsupported output format foo\n', 4],
    ['blkid -t foo', "blkid: -t needs NAME=value pair\nTry 'blkid --help' for more information.\n", 4],
  ])('%s fails', (line, stderr, exitCode) => {
    expect(ended(new Guest(debian), line)).toEqual(fails(stderr, exitCode))
  })
})

describe('files', () => {
  test('truncate makes, grows and cuts', () => {
    const guest = programGuest()
    const size = () => guest.files.stat('/tmp/f').size
    const sizes = ['-s 10', '-s +5', '-s <3', '-s %4', '-s -100', '-s 1K', '-r /etc/passwd -s 0%1'].map(args => {
      run(guest, ['truncate', ...args.split(' '), '/tmp/f'])
      return size()
    })
    expect(sizes).toEqual([10n, 15n, 3n, 4n, 0n, 1024n, 1024n])
  })

  test.each([
    [
      'truncate f',
      "truncate: you must specify either '--size' or '--reference'\nTry 'truncate --help' for more information.\n",
    ],
    ['truncate -s x f', "truncate: Invalid number: 'x'\n"],
    ['truncate -s /0 f', 'truncate: division by zero\n'],
    ['truncate -s 5 /nope/x', "truncate: cannot open '/nope/x' for writing: No such file or directory\n"],
    ['dd foo', "dd: unrecognized operand 'foo'\nTry 'dd --help' for more information.\n"],
    ['dd bs=x', "dd: invalid number: 'x'\n"],
    ['dd count=1 bs=0', "dd: invalid number: '0'\n"],
    ['dd if=/nope', "dd: failed to open '/nope': No such file or directory\n"],
    ['dd conv=x', "dd: invalid conversion: 'x'\nTry 'dd --help' for more information.\n"],
    ['dd conv=lcase,ucase', 'dd: cannot combine lcase and ucase\n'],
    ['du /nope', "du: cannot access '/nope': No such file or directory\n"],
    ['du -s -a /etc', "du: cannot both summarize and show all entries\nTry 'du --help' for more information.\n"],
    ['du -d x', "du: invalid maximum depth 'x'\nTry 'du --help' for more information.\n"],
  ])('%s fails', (line, stderr) => {
    expect(ended(programGuest(), line)).toEqual(fails(stderr))
  })

  test('dd copies blocks and counts them', () => {
    const guest = programGuest()
    guest.files.writeFile('/tmp/a', 'hello world 0123456789\n')
    expect(ended(guest, 'dd if=/tmp/a bs=4 count=2 status=noxfer')).toEqual({
      ...{ stdout: 'hello wo', stderr: '2+0 records in\n2+0 records out\n', exitCode: 0 },
    })
    expect(ended(guest, 'dd if=/tmp/a ibs=3 obs=7 of=/tmp/c status=noxfer').stderr).toBe(
      '7+1 records in\n3+1 records out\n',
    )
    expect(guest.files.readFile('/tmp/c', 'utf8')).toBe('hello world 0123456789\n')
    expect(ended(guest, 'dd if=/tmp/a of=/tmp/c bs=4 seek=1 conv=notrunc,ucase status=none')).toEqual(prints(''))
    expect(guest.files.readFile('/tmp/c', 'utf8')).toBe('hellHELLO WORLD 0123456789\n')
    expect(ended(guest, 'dd if=/dev/zero of=/tmp/z bs=1M count=3').stderr).toMatch(
      /^3\+0 records in\n3\+0 records out\n3145728 bytes \(3\.1 MB, 3\.0 MiB\) copied, \S+ s, \d+ MB\/s\n$/,
    )
  })

  test('dd goes no further than mockvm keeps, and reads endless devices so far', () => {
    const guest = programGuest()
    expect(ended(guest, 'dd if=/dev/zero of=/dev/null bs=1M count=20 status=none')).toEqual(prints(''))
    expect(ended(guest, 'dd if=/dev/zero of=/dev/null bs=64M')).toEqual(
      fails('dd: mockvm copies no more than 256 MiB at once\n'),
    )
  })

  test('du adds up what files take, a file with two names once', () => {
    const guest = programGuest()
    guest.files.mkdir('/tmp/d')
    guest.files.writeFile('/tmp/d/a', new Uint8Array(5000))
    guest.files.link('/tmp/d/a', '/tmp/d/b')
    const own = Number(ended(guest, 'du -s /tmp/d').stdout.split('\t')[0])
    expect(ended(guest, 'du /tmp/d/a').stdout).toBe('8\t/tmp/d/a\n')
    expect(ended(guest, 'du -b /tmp/d/a').stdout).toBe('5000\t/tmp/d/a\n')
    expect(ended(guest, 'du -h /tmp/d/a').stdout).toBe('8.0K\t/tmp/d/a\n')
    expect(own - 8).toBe(Number(guest.files.stat('/tmp/d').blocks / 2n))
    expect(ended(guest, 'du -c /tmp/d/a /tmp/d/b').stdout).toBe('8\t/tmp/d/a\n8\ttotal\n')
  })
})
