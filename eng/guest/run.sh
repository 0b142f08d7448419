#!/usr/bin/env bash
# Runs a command as root in a virtual machine: Debian's kernel under software emulation (so it needs no KVM), control groups of version 2 alone,
# and this machine's files, copied on write. Ends with the command's exit code; 77 where it cannot be done here, 124 when time is over.
# usage: eng/guest/run.sh SECONDS COMMAND [ARGUMENT...]
set -euo pipefail
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."
(($# >= 2)) || { echo "usage: eng/guest/run.sh SECONDS COMMAND [ARGUMENT...]" >&2; exit 2; }
seconds=$1
shift
memory=2G
cache=$PWD/artifacts/guest
filesystem=/usr/lib/qemu/virtiofsd
modules=(virtio/virtio_ring virtio/virtio virtio/virtio_pci_modern_dev virtio/virtio_pci_legacy_dev virtio/virtio_pci block/virtio_blk)
modules=("${modules[@]/#/drivers/}" fs/fuse/fuse fs/fuse/virtiofs fs/overlayfs/overlay)

skip() { echo "skipped: $1" >&2; exit 77; }

# The script's own mount namespace: what it mounts goes with it.
if [[ ${RUNINK_GUEST_MOUNTS:-} != own ]]; then
  [[ $(uname -m) == x86_64 ]] || skip "the guest is an x86-64 machine"
  [[ $(id -u) == 0 ]] || skip "a guest that sees this machine's files needs root"
  RUNINK_GUEST_MOUNTS=own exec unshare --mount "$0" "$seconds" "$@"
fi

tools() {
  local tool
  # One at a time: of several names, "command -v" is content with one.
  for tool in qemu-system-x86_64 busybox mkfs.ext4; do command -v $tool >/dev/null || return 1; done
  [[ -x $filesystem ]]
}
tools || { apt-get update && apt-get install -y --no-install-recommends qemu-system-x86 busybox-static e2fsprogs; } >/dev/null 2>&1 || true
tools || skip "qemu-system-x86, its virtiofsd, busybox-static and e2fsprogs are not to be had here"

# Only unpacked, never installed: this machine's own kernel is none of our business.
fetch_kernel() {
  local package
  package=$(apt-cache depends --important linux-image-cloud-amd64 | awk '$1 == "Depends:" { print $2; exit }') && [[ -n $package ]] || return 1
  rm -rf "$cache/kernel.next" && mkdir -p "$cache/kernel.next"
  (cd "$cache/kernel.next" && apt-get -o APT::Sandbox::User=root download -qq "$package" && dpkg-deb -x ./*.deb . && rm ./*.deb) || return 1
  mv "$cache/kernel.next" "$cache/kernel"
}
[[ -d $cache/kernel ]] || fetch_kernel || { apt-get update >/dev/null 2>&1 && fetch_kernel; } || skip "Debian's linux-image-cloud-amd64 is not to be had here"

work=$(mktemp -d)
daemon=
cleanup() {
  if [[ -n $daemon ]]; then kill "$daemon" && wait "$daemon"; fi 2>/dev/null || true
  umount "$work/files" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

mkdir -p "$work"/{files,initrd/bin,initrd/modules}
cp "$(command -v busybox)" "$work/initrd/bin/busybox"
cp eng/guest/{init,inside} "$work/initrd/"
for i in "${!modules[@]}"; do cp "$cache"/kernel/lib/modules/*/kernel/"${modules[i]}.ko" "$work/initrd/modules/$((10 + i)).ko"; done
printf 'DOTNET_ROOT=%q\ncd %q\ncommand=(%s)\n' "$(dirname -- "$(readlink -f -- "$(command -v dotnet)")")" "$PWD" "${*@Q}" >"$work/initrd/command"
(cd "$work/initrd" && find . | busybox cpio -o -H newc 2>/dev/null) >"$work/initrd.cpio"
truncate -s 2G "$work/disk"
mkfs.ext4 -q -F "$work/disk"

# Whatever happens in the guest, this machine's files are out of its reach.
mount --bind / "$work/files"
mount -o remount,bind,ro "$work/files"
# Both end with this script, also when it is killed.
setpriv --pdeathsig KILL "$filesystem" --socket-path="$work/socket" -o source="$work/files" -o cache=always -o sandbox=chroot >"$work/files.log" 2>&1 &
daemon=$!
for _ in {1..100}; do [[ -S $work/socket ]] && break; sleep 0.1; done

# The console is this script's output; how the command ended comes by the second serial line.
ended=0
setpriv --pdeathsig KILL timeout --foreground --kill-after=5 "$seconds" qemu-system-x86_64 \
  -accel tcg,thread=multi -cpu max -machine q35 -smp 2 -m $memory -object memory-backend-memfd,id=memory,size=$memory,share=on -numa node,memdev=memory \
  -nodefaults -display none -serial stdio -serial file:"$work/status" -no-reboot \
  -chardev socket,id=files,path="$work/socket" -device vhost-user-fs-pci,chardev=files,tag=files \
  -drive file="$work/disk",format=raw,if=virtio,cache=unsafe \
  -kernel "$cache"/kernel/boot/vmlinuz-* -initrd "$work/initrd.cpio" -append "console=ttyS0 loglevel=1 panic=-1" </dev/null || ended=$?
((ended == 0)) || { echo "the guest did not end within $seconds seconds" >&2; exit 124; }
status=$(tr -cd '0-9' <"$work/status")
[[ -n $status ]] || { echo "the guest ended on its own" >&2; cat "$work/files.log" >&2; exit 1; }
exit "$status"
