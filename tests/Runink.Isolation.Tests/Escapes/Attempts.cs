namespace Runink.Isolation.Tests.Escapes;

/// <summary>
/// What a hostile step may try, as scripts of the shell that end well when the attempt succeeded. Each must succeed outside,
/// for root, or it would show nothing. In them $AGENT is the agent's process, $FILE a file of the machine that everybody may
/// read, $WORK a directory of the slice's own at the same path inside and outside, $INPUT a file that it was given to read,
/// $CGROUP a control group, $DISK a disk.
/// </summary>
internal static class Attempts
{
    public static TheoryData<string, string> All => new()
    {
        { "read a file of the machine that everybody may read", "cat $FILE" },
        { "read the machine's passwords", "head -c 1 /etc/shadow" },
        { "read the machine's whole configuration", "cat /etc/fstab /etc/hostname" },
        { "list the homes of people", "ls /home" },
        { "list what is running", "ls /proc/$AGENT" },
        { "read the agent's environment", "cat /proc/$AGENT/environ" },
        { "read the agent's memory map", "cat /proc/$AGENT/maps" },
        { "reach the machine's root by the agent's", "cat /proc/$AGENT/root$FILE" },
        { "reach the machine's root by its parent's", "cat /proc/$PPID/root$FILE" },
        { "reach the machine's root by where its parent stands", "cat /proc/$PPID/cwd/../../../../../../../../../..$FILE" },
        { "signal the agent", "kill -0 $AGENT" },
        { "write into a file it may read", "echo x >> $INPUT" },
        { "replace a file it may read", "mv $INPUT $INPUT.old && mv $INPUT.old $INPUT" },
        { "link a file it may read to where it may write", "rm -f $WORK/link && ln $INPUT $WORK/link" },
        { "change the mode of a file it may read", "chmod 644 $INPUT" },
        { "give a file to root", "touch $WORK/given && chown 0:0 $WORK/given" },
        { "mount a file system", "mkdir -p $WORK/m && mount -t tmpfs none $WORK/m && umount $WORK/m" },
        { "mount over what it may write", "mkdir -p $WORK/b && mount --bind $WORK/b $WORK/b && umount $WORK/b" },
        { "mount control groups", "mkdir -p $WORK/c && mount -t cgroup2 none $WORK/c && umount $WORK/c" },
        { "make a user namespace", "unshare -U true" },
        { "make a mount namespace", "unshare -m true" },
        { "make a network namespace", "unshare -n true" },
        { "enter a namespace of the agent", "nsenter -t $AGENT -n true" },
        { "change its root", "chroot / true" },
        { "make a device", "rm -f $WORK/null && mknod $WORK/null c 1 3 && head -c 0 $WORK/null" },
        { "make a disk", "rm -f $WORK/disk && mknod $WORK/disk b 7 0" },
        { "read the kernel's log", "dmesg" },
        { "read the machine's disk", "head -c 1 $DISK" },
        { "set what the kernel starts at a crash", ": >> /proc/sys/kernel/core_pattern" },
        { "empty the machine's caches", ": >> /proc/sys/vm/drop_caches" },
        { "look at the machine's devices", "ls /sys/class" },
        { "list control groups", "ls $CGROUP" },
        { "make a control group", "mkdir -p $CGROUP/escape && rmdir $CGROUP/escape" },
        { "get ahead of everybody", "renice -n -5 -p $$" },
        { "become another user", "setpriv --reuid 1 --clear-groups true" },
        { "take a capability", "setpriv --inh-caps=+net_admin --ambient-caps=+net_admin true" },
    };
}
