#!/bin/bash
# vm_test.sh BUILD CACHE: boots Debian's kernel under QEMU with the probe and a virtual device.
# Downloads and unpacks the kernel into CACHE once; installs nothing.
set -euo pipefail
build=$1
cache=$2
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
kernel=$cache/kernel
modules=(usbhid hid-generic usblp vhci-hcd)

fail() { echo "FAILED: $*"; exit 1; }

need() { command -v "$1" >/dev/null || fail "$1 is missing: install the package $2 (packages.txt)"; }

fetch_kernel() {
    local package
    package=$(apt-cache depends linux-image-amd64 2>/dev/null |
        sed -n 's/^ *Depends: \(linux-image-6\.1\..*-amd64\)$/\1/p' | head -n 1)
    [ -n "$package" ] || fail "apt knows no linux-image-amd64 of Debian 12: run apt-get update"
    rm -rf "$kernel.new" "$cache/package"
    mkdir -p "$kernel.new" "$cache/package"
    (cd "$cache/package" && apt-get -qq download "$package") || fail "cannot download $package"
    # The image and the few folders of modules that the guest needs.
    dpkg-deb --fsys-tarfile "$cache"/package/*.deb | tar -x -C "$kernel.new" --wildcards \
        './boot/vmlinuz-*' './lib/modules/*/modules.*' './lib/modules/*/kernel/drivers/usb/*' \
        './lib/modules/*/kernel/drivers/hid/*' || fail "cannot unpack $package"
    depmod -b "$kernel.new" "$(ls "$kernel.new/lib/modules")"
    rm -rf "$kernel" "$cache/package"
    mv "$kernel.new" "$kernel"
}

add_program() { # add_program FILE: with the libraries that it needs
    cp -L "$1" "$tree/bin/"
    # Where the dynamic linker looks without a cache.
    ldd "$1" | awk '/=> \//{print $3} /^\t\/lib64/{print $1}' |
        while read -r library; do cp -nL "$library" "$tree/lib/x86_64-linux-gnu/"; done
}

make_tree() {
    mkdir -p "$tree"/{bin,sbin,dev,proc,sys,tmp,run,etc/udev/rules.d,lib/modules,lib/x86_64-linux-gnu,lib64}
    chmod 755 "$tree"
    cp /bin/busybox "$tree/bin/"
    for name in $(busybox --list); do ln -s busybox "$tree/bin/$name" 2>/dev/null || true; done
    add_program /bin/udevadm
    ln -sf udevadm "$tree/bin/udevd"
    add_program "$build/device-probe"
    add_program "$build/virtual-usbip"
    cp -L /lib64/ld-linux-x86-64.so.2 "$tree/lib64/"
    printf 'root:x:0:0::/:/bin/sh\nloyald:x:990:990::/:/bin/sh\nstranger:x:1000:1000::/:/bin/sh\n' >"$tree/etc/passwd"
    printf 'root:x:0:\nloyald:x:990:\nstranger:x:1000:\n' >"$tree/etc/group"
    cp "$root/packaging/udev/70-loyald.rules" "$tree/etc/udev/rules.d/"
    local version
    version=$(ls "$kernel/lib/modules")
    for module in "${modules[@]}"; do
        modprobe -d "$kernel" -S "$version" --show-depends "$module" || fail "no module $module"
    done | awk '$1 == "insmod" && !seen[$2]++ {print $2}' >"$folder/modules"
    while read -r module; do cp "$module" "$tree/lib/modules/"; done <"$folder/modules"
    sed 's,.*/,,' "$folder/modules" >"$tree/modules"
    cp "$here/init" "$tree/init"
    chmod 755 "$tree/init"
}

need qemu-system-x86_64 qemu-system-x86
need busybox busybox-static
need udevadm udev
need cpio cpio
need modprobe kmod
for program in device-probe virtual-usbip; do
    [ -x "$build/$program" ] || fail "$build/$program is not built"
done
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
[ -d "$kernel" ] || fetch_kernel
flock -u 9

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tree=$folder/tree
make_tree
(cd "$tree" && find . | cpio -o -H newc --quiet | gzip -1) >"$folder/initrd"

# Emulated, not /dev/kvm: the same everywhere, also inside another virtual machine.
status=0
timeout 280 qemu-system-x86_64 -accel tcg -machine q35 -cpu qemu64 -smp 1 -m 512 -nodefaults \
    -display none -no-reboot -serial stdio -kernel "$kernel"/boot/vmlinuz-* \
    -initrd "$folder/initrd" -append 'console=ttyS0 quiet panic=-1' \
    -device isa-debug-exit,iobase=0xf4,iosize=1 </dev/null | tee "$folder/log" ||
    status=${PIPESTATUS[0]}
[ "$status" = 1 ] || fail "QEMU ended with status $status; 1 is success"
grep -q ' s: done' "$folder/log" || fail "the guest did not come to its end"
