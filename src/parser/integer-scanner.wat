;; Reads decimal integers separated by commas and white space, at more than one byte a clock.
;;
;; The fast path looks at 64 bytes at once. Vector compares make three bit sets (digits, commas,
;; line feeds); a bit trick marks the byte behind each number; and the up to eight digits before
;; that byte are joined by three multiplications. There is no branch per digit and none per number
;; but for numbers of eight digits and more. (The joining stands here three times because engines do
;; not inline calls of wasm functions: 8 digits -> 4 pairs -> 2 fours -> 1 number, the first digit in
;; the lowest byte.) A block in which anything else stands (a minus, a
;; blank, a fault) goes through the slow path, which reads number by number and knows the grammar.
;;
;; The caller guarantees 16 readable bytes before $at and 72 behind $end.
(module
  (memory (export "memory") 24)

  ;; Where the scan stopped: $end, the start of a number that touches $end, or the byte at fault.
  (global $position (export "position") (mut i32) (i32.const 0))
  ;; 1 when a number must come next (at the start, behind a comma), 0 behind a number.
  (global $expectsNumber (export "expectsNumber") (mut i32) (i32.const 1))
  ;; 1 when the byte at $position cannot stand there.
  (global $failed (export "failed") (mut i32) (i32.const 0))

  ;; Bit sets of 64 bytes: digits, and bytes equal to $value.
  (func $digitsAt (param $at i32) (result i64)
    (i64.or
      (i64.or
        (i64.extend_i32_u (i8x16.bitmask (i8x16.lt_u
          (i8x16.sub (v128.load align=1 (local.get $at)) (i8x16.splat (i32.const 48))) (i8x16.splat (i32.const 10)))))
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.lt_u
          (i8x16.sub (v128.load offset=16 align=1 (local.get $at)) (i8x16.splat (i32.const 48))) (i8x16.splat (i32.const 10)))))
          (i64.const 16)))
      (i64.or
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.lt_u
          (i8x16.sub (v128.load offset=32 align=1 (local.get $at)) (i8x16.splat (i32.const 48))) (i8x16.splat (i32.const 10)))))
          (i64.const 32))
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.lt_u
          (i8x16.sub (v128.load offset=48 align=1 (local.get $at)) (i8x16.splat (i32.const 48))) (i8x16.splat (i32.const 10)))))
          (i64.const 48)))))
  (func $bytesAt (param $at i32) (param $value i32) (result i64)
    (local $wanted v128)
    (local.set $wanted (i8x16.splat (local.get $value)))
    (i64.or
      (i64.or
        (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load align=1 (local.get $at)) (local.get $wanted))))
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load offset=16 align=1 (local.get $at)) (local.get $wanted))))
          (i64.const 16)))
      (i64.or
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load offset=32 align=1 (local.get $at)) (local.get $wanted))))
          (i64.const 32))
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load offset=48 align=1 (local.get $at)) (local.get $wanted))))
          (i64.const 48)))))

  ;; Scans [$at, $end); writes each number as f64 at $out and returns how many it wrote.
  (func (export "scan") (param $at i32) (param $end i32) (param $out i32) (result i32)
    (local $first i32) (local $byte i32) (local $start i32) (local $negative i32) (local $stop i32)
    (local $expects i32) (local $digits i64) (local $stops i64) (local $length i32) (local $slowUntil i32)
    (local $isDigit i64) (local $isComma i64) (local $isFeed i64) (local $ends i64) (local $high i64)
    (local.set $first (local.get $out))
    (local.set $expects (global.get $expectsNumber))
    (local.set $slowUntil (local.get $at))
    (global.set $failed (i32.const 0))
    (block $done
      (loop $next
        (block $slow
          ;; The fast path starts on the separator behind a number.
          (br_if $slow (local.get $expects))
          (br_if $slow (i32.lt_u (local.get $at) (local.get $slowUntil)))
          (br_if $slow (i32.lt_s (i32.sub (local.get $end) (local.get $at)) (i32.const 64)))
          (local.set $isDigit (call $digitsAt (local.get $at)))
          (local.set $isComma (call $bytesAt (local.get $at) (i32.const 44)))
          (local.set $isFeed (call $bytesAt (local.get $at) (i32.const 10)))
          ;; Digits, commas and line feeds only; no two commas in a row; a line feed stands
          ;; between a digit and a comma: then what stands between two numbers is `,` or `\n,`.
          (if (i32.or
                (i64.ne (i64.or (i64.or (local.get $isDigit) (local.get $isComma)) (local.get $isFeed)) (i64.const -1))
                (i64.ne (i64.const 0)
                  (i64.or
                    (i64.and (local.get $isComma) (i64.shl (local.get $isComma) (i64.const 1)))
                    (i64.or
                      (i64.and (i64.shl (local.get $isFeed) (i64.const 1)) (i64.xor (local.get $isComma) (i64.const -1)))
                      (i64.and (local.get $isFeed)
                        (i64.shl (i64.xor (local.get $isDigit) (i64.const -1)) (i64.const 1)))))))
            (then (local.set $slowUntil (i32.add (local.get $at) (i32.const 64))) (br $slow)))
          ;; Bytes behind a number. Bit 0 is the separator that we stand on, its number is written.
          (local.set $ends
            (i64.and (i64.xor (local.get $isDigit) (i64.const -1)) (i64.shl (local.get $isDigit) (i64.const 1))))
          (if (i64.eqz (local.get $ends))
            (then (local.set $slowUntil (i32.add (local.get $at) (i32.const 64))) (br $slow)))
          (loop $number
            (local.set $stop (i32.add (local.get $at) (i32.wrap_i64 (i64.ctz (local.get $ends)))))
            (local.set $ends (i64.and (local.get $ends) (i64.sub (local.get $ends) (i64.const 1))))
            (local.set $digits
              (i64.xor (i64.load align=1 (i32.sub (local.get $stop) (i32.const 8))) (i64.const 0x3030303030303030)))
            ;; A digit is now 0..9; every other byte of this block has a bit in its high nibble.
            (local.set $stops (i64.and (local.get $digits) (i64.const 0xf0f0f0f0f0f0f0f0)))
            (if (i64.eqz (local.get $stops))
              (then
                (local.set $high
                  (i64.xor (i64.load align=1 (i32.sub (local.get $stop) (i32.const 16))) (i64.const 0x3030303030303030)))
                (local.set $stops (i64.and (local.get $high) (i64.const 0xf0f0f0f0f0f0f0f0)))
                (if (i64.eqz (local.get $stops))
                  (then
                    ;; 16 digits and more: rare enough for the slow path.
                    (local.set $slowUntil (i32.add (local.get $stop) (i32.const 1)))
                    (local.set $start (local.get $stop))
                    (loop $back
                      (local.set $start (i32.sub (local.get $start) (i32.const 1)))
                      (br_if $back (i32.lt_u
                        (i32.sub (i32.load8_u (i32.sub (local.get $start) (i32.const 1))) (i32.const 48)) (i32.const 10))))
                    (local.set $at (local.get $start))
                    (local.set $expects (i32.const 1))
                    (br $slow)))
                (local.set $length (i32.wrap_i64 (i64.and (i64.clz (local.get $stops)) (i64.const 0x78))))
                (local.set $high
                  (if (result i64) (local.get $length)
                    (then
                      (local.set $stops (i64.extend_i32_u (i32.sub (i32.const 64) (local.get $length))))
                      (i64.shr_u (i64.mul (i64.and (i64.shr_u (i64.mul (i64.and (i64.shr_u (i64.mul
                          (i64.shl (i64.shr_u (local.get $high) (local.get $stops)) (local.get $stops))
                          (i64.const 2561)) (i64.const 8)) (i64.const 0x00ff00ff00ff00ff))
                          (i64.const 6553601)) (i64.const 16)) (i64.const 0x0000ffff0000ffff))
                          (i64.const 42949672960001)) (i64.const 32)))
                    (else (i64.const 0))))
                (f64.store (local.get $out)
                  (f64.convert_i64_u
                    (i64.add (i64.mul (local.get $high) (i64.const 100000000)) (i64.shr_u (i64.mul (i64.and (i64.shr_u (i64.mul (i64.and (i64.shr_u (i64.mul
                        (local.get $digits)
                        (i64.const 2561)) (i64.const 8)) (i64.const 0x00ff00ff00ff00ff))
                        (i64.const 6553601)) (i64.const 16)) (i64.const 0x0000ffff0000ffff))
                        (i64.const 42949672960001)) (i64.const 32))))))
              (else
                ;; Keep the bytes above the highest stop; what is cleared below reads as leading zeros.
                (local.set $stops
                  (i64.sub (i64.const 64) (i64.and (i64.clz (local.get $stops)) (i64.const 0x78))))
                (f64.store (local.get $out)
                  (f64.convert_i64_u
                    (i64.shr_u (i64.mul (i64.and (i64.shr_u (i64.mul (i64.and (i64.shr_u (i64.mul
                        (i64.shl (i64.shr_u (local.get $digits) (local.get $stops)) (local.get $stops))
                        (i64.const 2561)) (i64.const 8)) (i64.const 0x00ff00ff00ff00ff))
                        (i64.const 6553601)) (i64.const 16)) (i64.const 0x0000ffff0000ffff))
                        (i64.const 42949672960001)) (i64.const 32))))))
            (local.set $out (i32.add (local.get $out) (i32.const 8)))
            (br_if $number (i64.ne (local.get $ends) (i64.const 0))))
          (local.set $at (local.get $stop))
          (br $next))

        ;; The slow path: one separator or one number.
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $byte (i32.load8_u (local.get $at)))
        (if (i32.eq (local.get $byte) (i32.const 44))
          (then
            (if (local.get $expects) (then (global.set $failed (i32.const 1)) (br $done)))
            (local.set $expects (i32.const 1))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br $next)))
        ;; tab, line feed, carriage return, space
        (if (i32.or
              (i32.or (i32.eq (local.get $byte) (i32.const 10)) (i32.eq (local.get $byte) (i32.const 32)))
              (i32.or (i32.eq (local.get $byte) (i32.const 13)) (i32.eq (local.get $byte) (i32.const 9))))
          (then
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br $next)))
        (local.set $start (local.get $at))
        (local.set $negative (i32.eq (local.get $byte) (i32.const 45)))
        (if (local.get $negative)
          (then
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (if (i32.ge_u (local.get $at) (local.get $end))
              (then (local.set $at (local.get $start)) (br $done)))
            (local.set $byte (i32.load8_u (local.get $at)))))
        (if (i32.or (i32.eqz (local.get $expects)) (i32.gt_u (i32.sub (local.get $byte) (i32.const 48)) (i32.const 9)))
          (then (global.set $failed (i32.const 1)) (br $done)))
        (local.set $digits (i64.const 0))
        (block $whole
          (loop $digit
            (br_if $whole (i32.ge_u (local.get $at) (local.get $end)))
            (local.set $byte (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
            (br_if $whole (i32.gt_u (local.get $byte) (i32.const 9)))
            ;; 2^53 is the last number that columns keep exactly.
            (if (i64.gt_u (local.get $digits) (i64.const 900719925474099))
              (then (global.set $failed (i32.const 1)) (br $done)))
            (local.set $digits
              (i64.add (i64.mul (local.get $digits) (i64.const 10)) (i64.extend_i32_u (local.get $byte))))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br $digit)))
        ;; A number that touches the end may go on in the next chunk.
        (if (i32.ge_u (local.get $at) (local.get $end))
          (then (local.set $at (local.get $start)) (br $done)))
        (f64.store (local.get $out)
          (if (result f64) (local.get $negative)
            (then (f64.neg (f64.convert_i64_u (local.get $digits))))
            (else (f64.convert_i64_u (local.get $digits)))))
        (local.set $out (i32.add (local.get $out) (i32.const 8)))
        (local.set $expects (i32.const 0))
        (br $next)))
    (global.set $position (local.get $at))
    (global.set $expectsNumber (local.get $expects))
    (i32.shr_u (i32.sub (local.get $out) (local.get $first)) (i32.const 3)))
)
