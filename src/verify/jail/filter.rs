//! The filter of system calls: what Landlock does not reach, and what no program of a lesson needs.
//!
//! Everything is allowed but what stands here, so that runtimes of all languages go on working.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use seccompiler::{
    SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch, apply_filter,
};

/// What the filter leaves to a program.
pub(super) struct SyscallFilter {
    /// Modes, owners and attributes of files; the calls do not say of which.
    pub(super) changes_modes: bool,
    /// Cutting files off by their name. Landlock sees to it from its third version on.
    pub(super) truncates: bool,
}

/// The rules for each system call; a call without a rule is meant whatever its arguments are.
type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// What always fails, and a program is told that it may not.
const DENIED: [i64; 28] = [
    // The network, and sockets of other processes. Pairs of sockets: see `conditional`.
    libc::SYS_socket,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    // Leaving the group that is ended as a whole.
    libc::SYS_setsid,
    libc::SYS_setpgid,
    // Other processes.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_pidfd_getfd,
    libc::SYS_kcmp,
    // Namespaces, and ways round the paths that Landlock knows.
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_open_by_handle_at,
    // What outlives the program.
    libc::SYS_shmget,
    libc::SYS_msgget,
    libc::SYS_semget,
    libc::SYS_mq_open,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
    // Doors into the kernel that no lesson goes through.
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_fanotify_init,
];

/// What changes modes, owners and attributes of files on every architecture.
const MODES: [i64; 14] = [
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    FCHMODAT2,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    SETXATTRAT,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    REMOVEXATTRAT,
    FILE_SETATTR,
];

// New calls have one number on all architectures.
const FCHMODAT2: i64 = 452;
const SETXATTRAT: i64 = 463;
const REMOVEXATTRAT: i64 = 466;
const FILE_SETATTR: i64 = 469;

/// The same, where older calls are still there.
#[cfg(target_arch = "x86_64")]
const OLD_MODES: [i64; 3] = [libc::SYS_chmod, libc::SYS_chown, libc::SYS_lchown];
#[cfg(not(target_arch = "x86_64"))]
const OLD_MODES: [i64; 0] = [];

/// `FS_IOC_SETFLAGS` and `FS_IOC_FSSETXATTR`: attributes of files once more.
const ATTRIBUTES: [u64; 2] = [0x4008_6602, 0x401c_5820];

/// The namespaces that `clone` can make.
const NAMESPACES: [i32; 7] = [
    libc::CLONE_NEWNS,
    libc::CLONE_NEWCGROUP,
    libc::CLONE_NEWUTS,
    libc::CLONE_NEWIPC,
    libc::CLONE_NEWUSER,
    libc::CLONE_NEWPID,
    libc::CLONE_NEWNET,
];

/// Filters the calls of this process, and of what it becomes. Whether the kernel can do that.
pub(super) fn apply(filter: &SyscallFilter) -> Result<bool> {
    let denied = compiled(rules(filter)?, libc::EPERM)?;
    // The arguments of `clone3` cannot be looked at; without it, everybody uses `clone`.
    let unknown = compiled(Rules::from([(libc::SYS_clone3, Vec::new())]), libc::ENOSYS)?;
    for program in [denied, unknown] {
        match apply_filter(&program) {
            Ok(()) => {}
            Err(seccompiler::Error::Seccomp(error))
                if [Some(libc::EINVAL), Some(libc::ENOSYS)].contains(&error.raw_os_error()) =>
            {
                return Ok(false);
            }
            Err(error) => return Err(error).context("the filter of system calls failed"),
        }
    }
    Ok(true)
}

/// What fails with the error `errno`, as the kernel wants to have it.
fn compiled(rules: Rules, errno: i32) -> Result<seccompiler::BpfProgram> {
    let arch = TargetArch::try_from(std::env::consts::ARCH).context("unknown architecture")?;
    let failing = SeccompAction::Errno(errno.unsigned_abs());
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, failing, arch)?;
    filter.try_into().context("the filter of system calls cannot be compiled")
}

fn rules(filter: &SyscallFilter) -> Result<Rules> {
    let mut rules: Rules = DENIED.map(|call| (call, Vec::new())).into();
    rules.extend(conditional()?);
    if !filter.changes_modes {
        rules.extend(MODES.into_iter().chain(OLD_MODES).map(|call| (call, Vec::new())));
        let attributes = ATTRIBUTES.into_iter().map(|request| only(1, SeccompCmpOp::Eq, request));
        rules.insert(libc::SYS_ioctl, attributes.collect::<Result<_>>()?);
    }
    if !filter.truncates {
        rules.insert(libc::SYS_truncate, Vec::new());
    }
    with_x32(&mut rules);
    Ok(rules)
}

/// What depends on arguments.
fn conditional() -> Result<Rules> {
    const TYPE: u64 = 0xf;
    let kind = |kind: i32| u64::from(kind.unsigned_abs());
    let namespaces = NAMESPACES.map(|flag| u64::from(flag.cast_unsigned()));
    let namespaces = namespaces.map(|flag| only(0, SeccompCmpOp::MaskedEq(flag), flag));
    // A process may change its own limits and threads.
    let of_others = || only(0, SeccompCmpOp::Ne, 0);
    // A socket of a pair can send datagrams to any socket that has a path, if it sends datagrams.
    let pairs = [
        only(0, SeccompCmpOp::Ne, kind(libc::AF_UNIX))?,
        only(1, SeccompCmpOp::MaskedEq(TYPE), kind(libc::SOCK_DGRAM))?,
        only(1, SeccompCmpOp::MaskedEq(TYPE), kind(libc::SOCK_RAW))?,
    ];
    Ok(Rules::from([
        (libc::SYS_clone, namespaces.into_iter().collect::<Result<_>>()?),
        (libc::SYS_prlimit64, vec![of_others()?]),
        (libc::SYS_sched_setaffinity, vec![of_others()?]),
        (libc::SYS_sched_setscheduler, vec![of_others()?]),
        (libc::SYS_sched_setparam, vec![of_others()?]),
        (libc::SYS_sched_setattr, vec![of_others()?]),
        (libc::SYS_socketpair, pairs.into()),
    ]))
}

/// The rule for a call one of whose arguments compares with `value` like this.
fn only(argument: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompRule> {
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)?;
    Ok(SeccompRule::new(vec![condition])?)
}

/// The second door to the same calls, which some kernels for x86-64 have: numbers with a bit set,
/// and numbers of their own for calls that differ.
#[cfg(target_arch = "x86_64")]
fn with_x32(rules: &mut Rules) {
    const X32: i64 = 0x4000_0000;
    const IOCTL: i64 = 514;
    const PTRACE: i64 = 521;
    const PROCESS_VM: [i64; 2] = [539, 540];
    let again = rules.iter().map(|(call, rules)| (X32 | call, rules.clone()));
    let mut again: Rules = again.collect();
    again.extend(rules.get(&libc::SYS_ioctl).map(|rules| (X32 | IOCTL, rules.clone())));
    again.extend([PTRACE].into_iter().chain(PROCESS_VM).map(|call| (X32 | call, Vec::new())));
    rules.append(&mut again);
}

#[cfg(not(target_arch = "x86_64"))]
fn with_x32(_rules: &mut Rules) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(changes_modes: bool, truncates: bool) -> Vec<i64> {
        rules(&SyscallFilter { changes_modes, truncates }).unwrap().into_keys().collect()
    }

    #[test]
    fn modes_and_names_are_left_where_they_may_be() {
        let (all, compiler, old) = (calls(false, true), calls(true, true), calls(true, false));
        for call in MODES.into_iter().chain(OLD_MODES) {
            assert!(all.contains(&call) && !compiler.contains(&call), "{call}");
        }
        assert!(all.contains(&libc::SYS_ioctl) && !compiler.contains(&libc::SYS_ioctl));
        assert!(!compiler.contains(&libc::SYS_truncate) && old.contains(&libc::SYS_truncate));
        assert!(DENIED.iter().all(|call| compiler.contains(call)));
    }

    #[cfg(target_arch = "x86_64")]
    #[test]
    fn there_is_no_second_door() {
        let calls = calls(false, false);
        for call in calls.iter().filter(|call| **call < 0x4000_0000) {
            assert!(calls.contains(&(0x4000_0000 | call)), "{call}");
        }
    }

    #[test]
    fn the_kernel_takes_programs_of_this_length() {
        let rules = rules(&SyscallFilter { changes_modes: false, truncates: false }).unwrap();
        let program = compiled(rules, libc::EPERM).unwrap();
        assert!((100..4096).contains(&program.len()), "{}", program.len());
    }
}
